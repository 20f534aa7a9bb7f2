package miroir.engine.search;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import miroir.engine.api.SearchReply;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Json;
import miroir.engine.request.MultiSearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * The answer to several searches, in Meilisearch's JSON.
 *
 * @param status HTTP status
 * @param body JSON, an error object when the status is not 200
 * @param missingShards by query: the shards its answer lacks; empty when it is whole
 * @param cutOff whether a node ended a ranking at an index's {@code searchCutoffMs}
 */
public record MultiSearchReply(int status, byte[] body, List<List<Integer>> missingShards, boolean cutOff) {

    /**
     * The answers in their order, or the first refusal.
     *
     * @param indexes what each asked
     * @param refused why the one after the last was not asked; null: there is none
     */
    static MultiSearchReply of(List<String> indexes, List<SearchReply> replies, @Nullable ApiError refused) {
        for (int i = 0; i < replies.size(); i++) {
            SearchReply reply = replies.get(i);
            if (reply.status() != 200) {
                ObjectNode error = (ObjectNode) Json.read(new String(reply.body(), StandardCharsets.UTF_8));
                return error(reply.status(), i, error);
            }
        }
        if (refused != null) {
            // here an index is a value in the body: what is not there is a bad request
            int status = refused.code() == ErrorCode.INDEX_NOT_FOUND
                    ? 400
                    : refused.code().status();
            return error(status, replies.size(), refused.node());
        }
        return new MultiSearchReply(
                200,
                body(indexes, replies),
                replies.stream().map(SearchReply::missingShards).toList(),
                replies.stream().anyMatch(SearchReply::cutOff));
    }

    private static MultiSearchReply error(int status, int query, ObjectNode error) {
        error.put(
                "message",
                MultiSearchRequest.inside(query, error.path("message").asText()));
        return new MultiSearchReply(status, error.toString().getBytes(StandardCharsets.UTF_8), List.of(), false);
    }

    private static byte[] body(List<String> indexes, List<SearchReply> replies) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(64
                + replies.stream().mapToInt(reply -> reply.body().length + 64).sum());
        String before = "{\"results\":[";
        for (int i = 0; i < replies.size(); i++) {
            body.writeBytes((before + "{\"indexUid\":\"" + indexes.get(i) + "\",").getBytes(StandardCharsets.UTF_8));
            // without the brace that opens it
            byte[] reply = replies.get(i).body();
            body.write(reply, 1, reply.length - 1);
            before = ",";
        }
        body.writeBytes((replies.isEmpty() ? before + "]}" : "]}").getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /** For people and scripts: which shards of which query are missing; null when the answer is whole. */
    public @Nullable String degraded() {
        List<String> parts = new ArrayList<>();
        for (int i = 0; i < missingShards.size(); i++) {
            List<Integer> missing = missingShards.get(i);
            if (!missing.isEmpty()) {
                parts.add("queries[" + i + "].shards=" + missing.toString().replaceAll("[\\[\\] ]", ""));
            }
        }
        return parts.isEmpty() ? null : String.join("; ", parts);
    }
}
