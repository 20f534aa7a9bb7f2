package miroir.core.placement;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.core.topology.IndexId;

/**
 * How a volume is called on its node, for example {@code movies-12-r0}: what its index was called first, the index's
 * number and the rank. Only number and rank mean something; the rest is for people.
 */
public record VolumeName(IndexId index, int rank) {
    /** The index on every node that says whose node it is; no volume. */
    public static final String IDENTITY = "miroir-meta";

    /** A name is at most 400 characters; the rest is for the number and the rank. */
    private static final int LABEL = 300;

    private static final String FORM = "[A-Za-z0-9_-]{1," + LABEL + "}-([0-9]{1,18})-r([0-9]{1,4})";
    private static final Pattern WHOLE = Pattern.compile(FORM);
    private static final Pattern QUOTED = Pattern.compile("`" + FORM + "`");

    /** What the names of all volumes of an index begin with; kept in the catalogue, for the index may be renamed. */
    public static String stem(String indexUid, IndexId index) {
        return indexUid.substring(0, Math.min(indexUid.length(), LABEL)) + "-" + index.value();
    }

    /** The name of an index's volumes of that rank. */
    public static String of(String stem, int rank) {
        return stem + "-r" + rank;
    }

    /** What a name says; empty: it is no volume's. */
    public static Optional<VolumeName> parse(String name) {
        Matcher matcher = WHOLE.matcher(name);
        return matcher.matches() ? Optional.of(read(matcher)) : Optional.empty();
    }

    /** A node's message with every volume's name in backquotes replaced. */
    public static String replaceQuoted(String message, String with) {
        return QUOTED.matcher(message).replaceAll(Matcher.quoteReplacement("`" + with + "`"));
    }

    private static VolumeName read(MatchResult found) {
        return new VolumeName(new IndexId(Long.parseLong(found.group(1))), Integer.parseInt(found.group(2)));
    }
}
