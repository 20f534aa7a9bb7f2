package miroir.engine.volume;

import java.util.Optional;
import miroir.core.topology.IndexId;

/**
 * The name under which a node's task list knows what was written to build or to clear away one copy.
 *
 * @param purpose sync or clean
 */
public record CopyTag(String purpose, String cluster, IndexId index, int shard) {
    /** What builds a copy. */
    public static final String SYNC = "miroir-sync";
    /** What clears one away. */
    public static final String CLEAN = "miroir-clean";

    /** As it is given to the node. */
    public String text() {
        return purpose + ":" + cluster + ":" + index.value() + ":" + shard;
    }

    /** Reads what a node lists; empty when it is no such name of that cluster. */
    public static Optional<CopyTag> of(String text, String cluster) {
        String[] fields = text.split(":", -1);
        boolean fits = fields.length == 4
                && (fields[0].equals(SYNC) || fields[0].equals(CLEAN))
                && fields[1].equals(cluster)
                && fields[2].matches("[0-9]{1,18}")
                && fields[3].matches("[0-9]{1,9}");
        return fits
                ? Optional.of(new CopyTag(
                        fields[0], cluster, new IndexId(Long.parseLong(fields[2])), Integer.parseInt(fields[3])))
                : Optional.empty();
    }
}
