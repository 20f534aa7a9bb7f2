package miroir.engine;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import miroir.core.placement.PlacementStrategy;
import miroir.core.search.ReadCopies;
import miroir.core.topology.Node;
import miroir.engine.backup.StateBackups;
import miroir.engine.state.Allowance;
import miroir.engine.task.Backlog;
import org.jspecify.annotations.Nullable;

/**
 * What the engine is told at its start.
 *
 * @param data folder of the store and the accepted payloads
 * @param nodes taken over at the first start; later the stored topology wins
 * @param nodeKey the key nodes want when they have none of their own
 * @param shards of new indexes
 * @param replicationFactor copies per group, taken over at the first start
 * @param bounds of what it takes on at a time
 * @param backups of the state, made by themselves
 */
public record EngineConfig(
        Path data,
        List<KeyedNode> nodes,
        @Nullable String nodeKey,
        int shards,
        int replicationFactor,
        PlacementStrategy placement,
        ReadCopies readCopies,
        Upkeep upkeep,
        Bounds bounds,
        StateBackups.Rules backups) {

    /** Without backups that are made by themselves. */
    public EngineConfig(
            Path data,
            List<KeyedNode> nodes,
            @Nullable String nodeKey,
            int shards,
            int replicationFactor,
            PlacementStrategy placement,
            ReadCopies readCopies,
            Upkeep upkeep,
            Bounds bounds) {
        this(
                data,
                nodes,
                nodeKey,
                shards,
                replicationFactor,
                placement,
                readCopies,
                upkeep,
                bounds,
                StateBackups.Rules.none(data));
    }

    /**
     * How much Miroir takes on at a time.
     *
     * @param requestBytes of documents sent to a node at once; a larger document goes alone
     * @param bodies bytes of all requests of tasks that are on their way to nodes
     * @param plans bytes of all that is known of tasks under way
     * @param waiting how much may wait for the nodes
     * @param search how long a node that proves to live may take for a search
     */
    public record Bounds(int requestBytes, long bodies, long plans, Backlog.Bounds waiting, Duration search) {
        /** Well below the 100 MB a node takes by default, so that some of them find room in a small heap. */
        public static final int REQUEST_BYTES = 16 << 20;

        /** As long as any sensible search takes on a busy node. */
        public static final Duration SEARCH = Duration.ofSeconds(60);

        /** With the usual time for a search. */
        public Bounds(int requestBytes, long bodies, long plans, Backlog.Bounds waiting) {
            this(requestBytes, bodies, plans, waiting, SEARCH);
        }

        /** The same with another time for a search. */
        public Bounds searching(Duration longest) {
            return new Bounds(requestBytes, bodies, plans, waiting, longest);
        }

        /** The usual ones in a heap of so many bytes. */
        public static Bounds of(long heap) {
            return new Bounds(REQUEST_BYTES, heap / 4, heap / 8, Backlog.Bounds.USUAL);
        }

        /** Room for all: what takes less than a hundredth waits for nobody. */
        Allowance allowance(long total) {
            return new Allowance(total, total / 100);
        }
    }

    /**
     * What Miroir does by itself.
     *
     * @param rereplicateAfter how long a node may be away before its copies are built elsewhere; zero: for ever
     * @param verifyEvery how often the copies of each index are compared; zero: never
     * @param statisticsEvery how often what is shown of a node is collected
     */
    public record Upkeep(Duration rereplicateAfter, Duration verifyEvery, Duration statisticsEvery) {
        /** Stale copies are brought back, nothing else. */
        public static final Upkeep LEAST = new Upkeep(Duration.ZERO, Duration.ZERO);

        /** Statistics as fresh as the console wants them. */
        public Upkeep(Duration rereplicateAfter, Duration verifyEvery) {
            this(rereplicateAfter, verifyEvery, Duration.ofSeconds(3));
        }
    }

    /** A node with its own key; null: the cluster's. */
    public record KeyedNode(Node node, @Nullable String key) {
        /** Without the key, so that no log shows it. */
        @Override
        public String toString() {
            return node.toString();
        }
    }

    /** Without keys, so that no log shows them. */
    @Override
    public String toString() {
        return "EngineConfig[data=%s, nodes=%s]".formatted(data, nodes);
    }
}
