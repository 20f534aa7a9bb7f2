package miroir.app.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import miroir.core.placement.PlacementStrategy;
import org.jspecify.annotations.Nullable;

/**
 * The checked configuration of one Miroir.
 *
 * @param port the port clients use; 0 takes any free one
 * @param bind the address to listen on
 * @param data the folder of Miroir's own state
 * @param masterKey the key clients prove themselves with; absent on a loopback address only
 * @param nodeKey the nodes' own master key, for those without a key of their own
 * @param shards the shards of an index that names no number
 * @param replicationFactor the copies of a shard in each group
 * @param placement how shards are given to nodes
 * @param readCopies which copies searches ask
 * @param searchTimeoutSeconds how long a node that gives signs of life may take for a search
 * @param rereplicateAfterMinutes how long a node may be away before its copies are built elsewhere; 0: for ever
 * @param verifyEveryDays how often the copies of each index are compared; 0: never
 * @param nodes the nodes of the first start; later the stored topology wins
 * @param backups how Miroir saves its own state by itself
 */
public record Config(
        int port,
        String bind,
        Path data,
        @Nullable String masterKey,
        @Nullable String nodeKey,
        int shards,
        int replicationFactor,
        PlacementStrategy placement,
        ReadCopies readCopies,
        int searchTimeoutSeconds,
        int rereplicateAfterMinutes,
        int verifyEveryDays,
        List<ConfiguredNode> nodes,
        ConfiguredBackups backups) {
    /** Seconds a search may take by default. */
    public static final int SEARCH_TIMEOUT_SECONDS = 60;

    /** Minutes a node may be away by default. */
    public static final int REREPLICATE_AFTER_MINUTES = 15;

    /** Days between two comparisons by default. */
    public static final int VERIFY_EVERY_DAYS = 7;

    /** The shortest master key, in bytes, that is not warned about: Meilisearch's own rule for production. */
    public static final int SAFE_KEY_BYTES = 16;

    public Config {
        nodes = List.copyOf(nodes);
    }

    /** What is allowed but probably not meant, one sentence each. */
    public List<String> warnings() {
        List<String> warnings = new ArrayList<>();
        if (masterKey != null && masterKey.getBytes(StandardCharsets.UTF_8).length < SAFE_KEY_BYTES) {
            warnings.add("masterKey is shorter than " + SAFE_KEY_BYTES + " bytes and can be guessed");
        }
        if (nodes.isEmpty()) {
            warnings.add("nodes is empty: until a node is added there is nothing to store documents on");
        } else if (replicationFactor == 1
                && nodes.stream().map(ConfiguredNode::group).distinct().count() == 1) {
            warnings.add("replicationFactor is 1: when a node fails, its documents are missing until it is back");
        }
        return warnings;
    }

    /** All settings, keys only as present or absent. */
    @Override
    public String toString() {
        return "Config[port=%d, bind=%s, data=%s, masterKey=%s, nodeKey=%s, shards=%d, replicationFactor=%d, placement=%s, readCopies=%s, searchTimeoutSeconds=%s, rereplicateAfterMinutes=%s, verifyEveryDays=%s, nodes=%s, backups=%s]"
                .formatted(
                        port,
                        bind,
                        data,
                        masked(masterKey),
                        masked(nodeKey),
                        shards,
                        replicationFactor,
                        placement,
                        readCopies,
                        searchTimeoutSeconds,
                        rereplicateAfterMinutes,
                        verifyEveryDays,
                        nodes,
                        backups);
    }

    static String masked(@Nullable String key) {
        return key == null ? "absent" : "***";
    }
}
