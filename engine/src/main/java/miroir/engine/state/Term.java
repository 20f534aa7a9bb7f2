package miroir.engine.state;

/**
 * One run of Miroir as its nodes know it: of two that work on copies of one state, only the one of the higher term goes on.
 *
 * @param number counts the starts on one state, durable before any node hears of it
 * @param holder drawn by chance at the start: two starts may count to the same number on copies of the state
 */
public record Term(long number, String holder) {
    /** Whether a run that holds this one has to give way to the other. */
    public boolean yieldsTo(Term other) {
        return other.number > number || (other.number == number && !other.holder.equals(holder));
    }
}
