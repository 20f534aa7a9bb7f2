package miroir.engine.state;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The starts on one state that its nodes may have heard of. A node that was told of another one, whatever its number, has seen
 * what this state has not: the number alone can be caught up with, by starting often enough.
 *
 * @param known the newest ones, ascending; what came before them was made by an older Miroir, or is forgotten
 */
public record Starts(List<Term> known) {
    private static final int MOST = 500;

    /** Those that were written down; none: an older Miroir's state. */
    public static Starts of(String text) {
        List<Term> known = new ArrayList<>();
        for (String one : text.isEmpty() ? new String[0] : text.split(" ", -1)) {
            int colon = one.indexOf(':');
            known.add(new Term(Long.parseLong(one.substring(0, colon)), one.substring(colon + 1)));
        }
        return new Starts(List.copyOf(known));
    }

    /** With one that begins now; it stands instead of one of the same number, of which no node has heard. */
    public Starts with(Term term) {
        List<Term> next = new ArrayList<>(known);
        next.removeIf(earlier -> earlier.number() >= term.number());
        next.add(term);
        return new Starts(List.copyOf(next.subList(Math.max(0, next.size() - MOST), next.size())));
    }

    /** Whether nothing that the other start did can be missing in this state. */
    public boolean include(Term other) {
        return !known.isEmpty() && (other.number() < known.get(0).number() || known.contains(other));
    }

    /** To be written down. */
    public String text() {
        return known.stream().map(one -> one.number() + ":" + one.holder()).collect(Collectors.joining(" "));
    }
}
