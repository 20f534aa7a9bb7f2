package miroir.engine.dialect;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.engine.error.Json;
import miroir.engine.node.NodeReply;
import org.jspecify.annotations.Nullable;

/** Several searches of one node in one request, and what each of them was answered, as if it had been asked alone. */
public final class MultiSearch {
    /** The route. */
    public static final String PATH = "/multi-search";

    private static final Pattern INSIDE = Pattern.compile("^Inside `\\.queries\\[(\\d{1,6})]`: ?");

    private MultiSearch() {}

    /**
     * One of them.
     *
     * @param index what the node calls it
     * @param search the body of a search of that index
     */
    public record Query(String index, byte[] search) {}

    /** The body that asks them all. */
    public static byte[] body(List<Query> queries) {
        ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
        String before = "{\"queries\":[{\"indexUid\":\"";
        for (Query query : queries) {
            boolean bare = query.search.length <= 2;
            body.writeBytes((before + query.index + (bare ? "\"" : "\",")).getBytes(StandardCharsets.UTF_8));
            // without the brace that opens it
            body.write(query.search, 1, query.search.length - 1);
            before = ",{\"indexUid\":\"";
        }
        body.writeBytes("]}".getBytes(StandardCharsets.UTF_8));
        return body.toByteArray();
    }

    /**
     * The reply to each, in their order; null: it was not answered, because the node refused another. An answer of another
     * shape is none: each gets an empty one, which nobody takes for a search's.
     */
    public static List<@Nullable NodeReply> replies(NodeReply reply, List<Query> queries) {
        if (!(reply instanceof NodeReply.Answered answered)) {
            return Collections.nCopies(queries.size(), reply);
        }
        return answered.ok() ? answers(answered, queries) : refusals(answered, queries);
    }

    private static List<@Nullable NodeReply> answers(NodeReply.Answered answered, List<Query> queries) {
        List<@Nullable NodeReply> replies = new ArrayList<>(queries.size());
        byte[] body = answered.body();
        try (JsonParser json = Json.MAPPER.getFactory().createParser(body)) {
            expect(json.nextToken() == JsonToken.START_OBJECT
                    && "results".equals(json.nextFieldName())
                    && json.nextToken() == JsonToken.START_ARRAY);
            while (json.nextToken() == JsonToken.START_OBJECT) {
                int start = (int) json.currentTokenLocation().getByteOffset();
                expect(replies.size() < queries.size()
                        && "indexUid".equals(json.nextFieldName())
                        && queries.get(replies.size()).index.equals(json.nextTextValue()));
                while (json.nextToken() != JsonToken.END_OBJECT) {
                    expect(json.currentToken() == JsonToken.FIELD_NAME);
                    json.nextToken();
                    json.skipChildren();
                }
                int end = (int) json.currentLocation().getByteOffset();
                replies.add(new NodeReply.Answered(answered.status(), Arrays.copyOfRange(body, start, end)));
            }
            expect(replies.size() == queries.size()
                    && json.currentToken() == JsonToken.END_ARRAY
                    && json.nextToken() == JsonToken.END_OBJECT);
            return replies;
        } catch (IOException notIt) {
            return Collections.nCopies(queries.size(), new NodeReply.Answered(answered.status(), new byte[0]));
        }
    }

    private static void expect(boolean holds) throws IOException {
        if (!holds) {
            throw new IOException("no answer to these searches");
        }
    }

    private static List<@Nullable NodeReply> refusals(NodeReply.Answered answered, List<Query> queries) {
        NodeError error = NodeError.of(answered);
        Matcher inside = INSIDE.matcher(error == null ? "" : error.message());
        int at = inside.find() ? Integer.parseInt(inside.group(1)) : queries.size();
        if (error == null || at >= queries.size()) {
            return Collections.nCopies(queries.size(), answered);
        }
        List<@Nullable NodeReply> replies = new ArrayList<>(Collections.nCopies(queries.size(), null));
        ObjectNode own = ((ObjectNode) error.whole())
                .deepCopy()
                .put("message", error.message().substring(inside.end()));
        int status = error.code().equals("index_not_found") ? 404 : answered.status();
        replies.set(at, new NodeReply.Answered(status, bytes(own)));
        return replies;
    }

    private static byte[] bytes(JsonNode json) {
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }
}
