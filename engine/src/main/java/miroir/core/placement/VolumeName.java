package miroir.core.placement;

import java.util.Optional;
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
        return name.matches(FORM)
                ? Optional.of(new VolumeName(
                        new IndexId(Long.parseLong(name.replaceAll(FORM, "$1"))),
                        Integer.parseInt(name.replaceAll(FORM, "$2"))))
                : Optional.empty();
    }

    /** A node's message with every volume's name in backquotes replaced by an index's. */
    public static String replaceQuoted(String message, String indexUid) {
        return message.replaceAll("`" + FORM + "`", "`" + indexUid + "`");
    }
}
