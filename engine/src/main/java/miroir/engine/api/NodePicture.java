package miroir.engine.api;

import java.time.Instant;
import miroir.core.topology.Health;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeStatus;
import org.jspecify.annotations.Nullable;

/**
 * One node.
 *
 * @param status derived from wanted state and health
 * @param reason why it has that status, one sentence
 * @param since when the health last changed
 * @param lastSeen when it last answered; null: never
 * @param version Meilisearch version; null until known
 * @param indexes how many of Miroir's indexes have a volume on it
 * @param copies all copies placed on it
 * @param serving copies that are in sync while the node answers
 * @param documents documents in those copies, as of the last statistics
 * @param bytes database size the node reports; -1 until known
 */
public record NodePicture(
        String id,
        String address,
        int group,
        Lifecycle wanted,
        NodeStatus status,
        String reason,
        Health health,
        Instant since,
        @Nullable Instant lastSeen,
        @Nullable String version,
        int indexes,
        int copies,
        int serving,
        long documents,
        long bytes) {}
