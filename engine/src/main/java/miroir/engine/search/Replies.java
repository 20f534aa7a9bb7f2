package miroir.engine.search;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;
import miroir.core.search.MissingShard;
import miroir.engine.api.SearchReply;
import miroir.engine.dialect.NodeError;
import miroir.engine.dialect.NodeErrors;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.state.IndexEntry;

/** The answers that are no hits. */
final class Replies {
    private static final int NAMED_SHARDS = 8;

    private Replies() {}

    /** A node's refusal of the question itself, as the client of the index is told it. */
    static SearchReply refused(NodeError refusal, IndexEntry index) {
        JsonNode told = NodeErrors.forClient(refusal.whole(), index.stored().uid(), index.settings());
        return new SearchReply(refusal.status(), told.toString().getBytes(StandardCharsets.UTF_8), List.of());
    }

    /** An error of Miroir's own. */
    static SearchReply error(ApiError error, List<Integer> missingShards) {
        return new SearchReply(error.code().status(), error.json(), missingShards);
    }

    /** Whether an answer that lacks shards is refused, rather than given without them. */
    static boolean isRefused(Policy policy, Scatter.Gathered<?> gathered) {
        return policy == Policy.ERROR || gathered.replies().isEmpty() || gathered.overloaded();
    }

    /** No copy of some shards answered. */
    static ApiError unavailable(String indexUid, Scatter.Gathered<?> gathered) {
        if (gathered.overloaded()) {
            return new ApiError(
                    ErrorCode.TOO_MANY_SEARCH_REQUESTS,
                    "Index `" + indexUid + "`: too many requests are under way at the same time. Try again later.");
        }
        List<MissingShard> missing = gathered.missing();
        String why = missing.stream()
                .limit(NAMED_SHARDS)
                .map(m -> m.shard() + " (" + m.reason() + ")")
                .collect(Collectors.joining(", "));
        String more = missing.size() > NAMED_SHARDS ? ", …" : "";
        return new ApiError(
                ErrorCode.MIROIR_SHARDS_UNAVAILABLE,
                "Index `" + indexUid + "`: " + missing.size() + " shards are not available: " + why + more + ".");
    }
}
