package miroir.engine.api;

import java.util.List;

/**
 * The answer to a search, in Meilisearch's JSON.
 *
 * @param status HTTP status
 * @param body JSON, an error object when the status is not 200
 * @param missingShards shards this answer lacks; empty when it is whole
 * @param cutOff whether a node ended its ranking at the index's {@code searchCutoffMs}, so that the order may be poor
 */
public record SearchReply(int status, byte[] body, List<Integer> missingShards, boolean cutOff) {
    /** One whose ranking was not cut off. */
    public SearchReply(int status, byte[] body, List<Integer> missingShards) {
        this(status, body, missingShards, false);
    }
}
