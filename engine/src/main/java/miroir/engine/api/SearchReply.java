package miroir.engine.api;

import java.util.List;

/**
 * The answer to a search, in Meilisearch's JSON.
 *
 * @param status HTTP status
 * @param body JSON, an error object when the status is not 200
 * @param missingShards shards this answer lacks; empty when it is whole
 */
public record SearchReply(int status, byte[] body, List<Integer> missingShards) {}
