package miroir.engine.write;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import miroir.core.placement.Rendezvous;

/** The ids that a task deletes: few of them in memory, many in a file that is read whenever they are needed. */
@FunctionalInterface
interface DeletedIds {
    /** An array that grows takes up to so many times the bytes that it ends up with. */
    int GROWING = 3;

    /** Names them one after the other. Blocks when they are in a file. */
    void each(Consumer<String> to) throws IOException;

    /** Those in the first array of a file: it may be all, or a part of the stored form of a {@link TaskRequest}. */
    static DeletedIds in(Path file) {
        return to -> {
            try (JsonParser json = TaskRequest.JSON.createParser(file.toFile())) {
                while (!json.hasToken(JsonToken.START_ARRAY)) {
                    if (json.nextToken() == null) {
                        throw new IOException(file + " has no ids");
                    }
                }
                while (json.nextToken() == JsonToken.VALUE_STRING) {
                    to.accept(json.getText());
                }
            }
        };
    }

    /**
     * The same, and where they belong.
     *
     * @param bytes of all of them as a JSON array, if no character has to be escaped
     * @param tracked those that belong to tracked shards, by shard
     */
    record Split(
            DeletedIds ids,
            int shardCount,
            long bytes,
            SortedSet<Integer> shards,
            Map<Integer, List<String>> tracked) {}

    /** Finds out which of so many shards they belong to, and collects those of the tracked ones. */
    default Split split(int shardCount, Set<Integer> tracked) {
        SortedSet<Integer> shards = new TreeSet<>();
        Map<Integer, List<String>> collected = new HashMap<>();
        LongAdder bytes = new LongAdder();
        try {
            each(id -> {
                bytes.add(id.length() + 3L);
                int shard = Rendezvous.shardForKey(id, shardCount);
                shards.add(shard);
                if (tracked.contains(shard)) {
                    collected.computeIfAbsent(shard, s -> new ArrayList<>()).add(id);
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return new Split(this, shardCount, bytes.sum(), shards, collected);
    }

    /** Those of some shards as a JSON array. */
    default byte[] json(int shardCount, Collection<Integer> shards) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        try (JsonGenerator json = TaskRequest.JSON.createGenerator(body)) {
            json.writeStartArray();
            each(id -> {
                if (shards.contains(Rendezvous.shardForKey(id, shardCount))) {
                    write(json, id);
                }
            });
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return body.toByteArray();
    }

    private static void write(JsonGenerator json, String id) {
        try {
            json.writeString(id);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
