package miroir.core.placement;

import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.core.topology.IndexId;

/**
 * What a volume is called on its node, for example {@code movies-12-r0-3fa9c1-57}: what its index was called first, the
 * index's number and the rank, the end of the cluster's id and a number that the cluster gives but once. Only the numbers mean
 * something; the rest is for people. Volumes made before they were numbered are called {@code movies-12-r0} on every node.
 *
 * @param cluster the end of the cluster's id; empty when it is not numbered
 * @param number -1 when it is not numbered
 */
public record VolumeName(IndexId index, int rank, String cluster, long number) {
    /** The index on every node that says whose node it is; no volume. */
    public static final String IDENTITY = "miroir-meta";

    /** The index on every node that holds what it takes to rebuild the catalogue from the nodes alone; no volume. */
    public static final String RECORDS = "miroir-catalogue";

    /** Asked for where a volume has no name: no index is called so, on no node. */
    public static final String NONE = "miroir-none";

    /** A name is at most 400 characters; the rest is for the numbers. */
    private static final int LABEL = 300;

    private static final int TAG = 6;
    private static final String FORM =
            "[A-Za-z0-9_-]{1," + LABEL + "}-([0-9]{1,18})-r([0-9]{1,4})(?:-([0-9a-f]{" + TAG + "})-([0-9]{1,18}))?";
    private static final Pattern WHOLE = Pattern.compile(FORM);
    private static final Pattern QUOTED = Pattern.compile("`" + FORM + "`");

    /** What the names of all volumes of an index begin with; kept in the catalogue, for the index may be renamed. */
    public static String stem(String indexUid, IndexId index) {
        return indexUid.substring(0, Math.min(indexUid.length(), LABEL)) + "-" + index.value();
    }

    /** The name of all volumes of a rank, as it was before they were numbered. */
    public static String shared(String stem, int rank) {
        return stem + "-r" + rank;
    }

    /** The name of one volume of one node, which no other volume ever has. */
    public static String numbered(String stem, int rank, String clusterId, long number) {
        return shared(stem, rank) + "-" + tag(clusterId) + "-" + number;
    }

    /** Whether an index of a node is Miroir's own, for what it has to remember there. */
    public static boolean isMiroirs(String name) {
        return name.equals(IDENTITY) || name.equals(RECORDS);
    }

    private static String tag(String clusterId) {
        String padded = "0".repeat(TAG) + clusterId;
        return padded.substring(padded.length() - TAG);
    }

    /** What a name says; empty: it is no volume's. */
    public static Optional<VolumeName> parse(String name) {
        Matcher matcher = WHOLE.matcher(name);
        return matcher.matches() ? Optional.of(read(matcher)) : Optional.empty();
    }

    /** What the index of a volume of that name was called first. */
    public static String label(String name, VolumeName parts) {
        String numbers = "-" + parts.index().value() + "-r" + parts.rank();
        return name.substring(0, name.lastIndexOf(numbers));
    }

    private static VolumeName read(MatchResult found) {
        String tag = found.group(3);
        return new VolumeName(
                new IndexId(Long.parseLong(found.group(1))),
                Integer.parseInt(found.group(2)),
                tag == null ? "" : tag,
                tag == null ? -1 : Long.parseLong(found.group(4)));
    }

    /** Whether that cluster may have given the name. */
    public boolean isOf(String clusterId) {
        return cluster.isEmpty() || cluster.equals(tag(clusterId));
    }

    /** A node's message with every volume's name in backquotes replaced. */
    public static String replaceQuoted(String message, String with) {
        return QUOTED.matcher(message).replaceAll(Matcher.quoteReplacement("`" + with + "`"));
    }
}
