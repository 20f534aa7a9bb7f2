package miroir.engine.payload;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** Lists of document ids: read from a delete-batch body, split by shard. */
public final class IdLists {
    private IdLists() {}

    /**
     * The ids of a delete-batch body: strings as they are, other values as their JSON text.
     *
     * @throws PayloadException when one node would refuse the body
     */
    public static List<String> parse(byte[] body) {
        if (body.length == 0) {
            throw new PayloadException("missing_payload", "A json payload is missing.");
        }
        byte[] json = body;
        check(body);
        int at = JsonText.skipSpace(json, 0);
        if (json[at] != '[') {
            throw new PayloadException(
                    "bad_request", "Json deserialize error: " + JsonValues.invalidType(json, at, "a sequence", at));
        }
        List<String> ids = new ArrayList<>();
        JsonText.elements(
                json,
                at,
                i -> ids.add(
                        json[i] == '"'
                                ? JsonText.string(json, i, JsonText.skipString(json, i))
                                : CompactJson.text(json, i)));
        return ids;
    }

    private static void check(byte[] body) {
        Input in = new Input(new ByteArrayInputStream(body), BodyMemory.UNBOUNDED.claim());
        try {
            in.capture();
            new JsonScanner(in, true).value();
            if (in.skipSpace() != Input.END) {
                throw in.peekError("trailing characters");
            }
        } catch (JsonSyntaxException e) {
            throw PayloadException.malformed("The json payload provided is malformed. `" + e.getMessage() + "`.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids by shard, in the order given. */
    public static SortedMap<Integer, List<String>> split(List<String> ids, Sharding sharding) {
        SortedMap<Integer, List<String>> byShard = new TreeMap<>();
        for (String id : ids) {
            byShard.computeIfAbsent(sharding.shardOf(id), s -> new ArrayList<>())
                    .add(id);
        }
        return byShard;
    }
}
