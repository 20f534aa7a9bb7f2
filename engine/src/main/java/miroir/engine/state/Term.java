package miroir.engine.state;

/**
 * One run of Miroir as its nodes know it.
 *
 * @param number counts the starts on one state that nodes may have heard of, durable before any of them does
 * @param holder drawn by chance at the start: two starts may count to the same number on copies of the state
 */
public record Term(long number, String holder) {}
