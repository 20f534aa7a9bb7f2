package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Writes documents of its own in every way there is, and remembers what each may be: the outcome of every promised write,
 * and both outcomes of one whose answer was lost.
 */
final class ChaosWriter implements Runnable {
    private static final int IDS = 60;
    private static final int MOST_OPEN = 6;
    private static final List<String> COLORS = List.of("red", "green", "blue");
    /** A document that is not there. */
    private static final JsonNode ABSENT = Api.JSON.nullNode();

    private static final int PAUSE_MS = 60;

    private final Api miroir;
    private final String index;
    private final String owner;
    private final Random random;
    private final ChaosLog log;
    private final AtomicBoolean stop;
    private final Map<String, Set<JsonNode>> possible = new TreeMap<>();
    private final Deque<Long> open = new ArrayDeque<>();
    private int version;
    private long promised;

    ChaosWriter(Api miroir, String index, String owner, ChaosLog log, AtomicBoolean stop) {
        this.miroir = miroir;
        this.index = index;
        this.owner = owner;
        this.random = new Random(log.seed() + owner.hashCode());
        this.log = log;
        this.stop = stop;
        for (int i = 0; i < IDS; i++) {
            possible.put(owner + "-" + i, new HashSet<>(Set.of(ABSENT)));
        }
    }

    String index() {
        return index;
    }

    /** What each of its documents may be; a JSON null: absent. */
    Map<String, Set<JsonNode>> possible() {
        return possible;
    }

    /** How many writes were promised. */
    long promised() {
        return promised;
    }

    @Override
    public void run() {
        while (!stop.get()) {
            step();
            if (open.size() >= MOST_OPEN || random.nextInt(8) == 0) {
                conclude();
                look();
            }
            ChaosFleet.pause(PAUSE_MS);
        }
        conclude();
    }

    private void step() {
        version++;
        String color = COLORS.get(random.nextInt(COLORS.size()));
        int kind = random.nextInt(20);
        Set<String> some = new TreeSet<>();
        for (int i = random.nextInt(8); i >= 0; i--) {
            some.add(owner + "-" + random.nextInt(IDS));
        }
        if (kind == 0) {
            String filter = "{\"filter\":\"owner = " + owner + " AND color = " + color + "\"}";
            send(possible.keySet(), "POST", "/documents/delete", filter, was -> isColor(was, color) ? ABSENT : was);
        } else if (kind < 4) {
            String id = some.iterator().next();
            send(Set.of(id), "DELETE", "/documents/" + id, null, was -> ABSENT);
        } else if (kind < 6) {
            String ids = some.stream().map(id -> "\"" + id + "\"").toList().toString();
            send(some, "POST", "/documents/delete-batch", ids, was -> ABSENT);
        } else if (kind < 11) {
            String part = "\"n\":" + version;
            send(some, "PUT", "/documents", documents(some, part), was -> merged(was, part));
        } else {
            String whole = "\"owner\":\"" + owner + "\",\"color\":\"" + color + "\",\"v\":" + version;
            send(some, "POST", "/documents", documents(some, whole), was -> merged(ABSENT, whole));
        }
    }

    private static boolean isColor(JsonNode document, String color) {
        return document.path("color").asText().equals(color)
                && document.path("owner").isTextual();
    }

    private static JsonNode merged(JsonNode was, String part) {
        ObjectNode next = was.isObject() ? was.deepCopy() : Api.JSON.createObjectNode();
        next.setAll((ObjectNode) ChaosLog.tree("{" + part + "}"));
        return next;
    }

    private static String documents(Set<String> ids, String rest) {
        return ids.stream()
                .map(id -> "{\"id\":\"" + id + "\"," + rest + "}")
                .toList()
                .toString();
    }

    /** The remembered contents leave out the id. */
    private void send(
            Set<String> ids, String method, String path, @Nullable String body, UnaryOperator<JsonNode> effect) {
        Map<String, Set<JsonNode>> after = new TreeMap<>();
        for (String id : ids) {
            Set<JsonNode> next = new HashSet<>();
            possible.getOrDefault(id, Set.of()).forEach(was -> next.add(effect.apply(was)));
            after.put(id, next);
        }
        Api.Answer answer;
        try {
            String at = "/indexes/" + index + path;
            answer = body == null ? miroir.delete(at) : miroir.json(method, at, body);
        } catch (UncheckedIOException lost) {
            after.forEach((id, next) ->
                    possible.computeIfAbsent(id, absent -> new HashSet<>()).addAll(next));
            return;
        }
        if (answer.status() == 202) {
            promised++;
            open.add(answer.json().path("taskUid").asLong());
            possible.putAll(after);
        } else {
            log.fault("a write was answered " + answer.status() + " " + answer.json());
        }
    }

    /** Waits until everything promised has happened; when it is told to stop, no longer than patience lasts. */
    private void conclude() {
        Instant stopped = stop.get() ? Instant.now() : Instant.MAX;
        while (!open.isEmpty()) {
            long uid = open.getFirst();
            JsonNode task = ChaosLog.patiently(() -> miroir.get("/tasks/" + uid).json());
            String status = task.path("status").asText();
            if (status.equals("enqueued") || status.equals("processing")) {
                stopped = stop.get() && stopped.equals(Instant.MAX) ? Instant.now() : stopped;
                if (Instant.now().minus(log.patience()).isAfter(stopped)) {
                    log.fault(open.size() + " promised writes have not ended; the first: " + task);
                    return;
                }
                ChaosFleet.pause(PAUSE_MS);
                continue;
            }
            if (!status.equals("succeeded")) {
                log.fault("a promised write did not succeed: " + task);
            }
            open.removeFirst();
        }
    }

    /** Nothing is under way: some documents must be readable as they were written. */
    private void look() {
        List<String> ids = new ArrayList<>(possible.keySet());
        for (int i = 0; i < 3; i++) {
            String id = ids.get(random.nextInt(ids.size()));
            Api.Answer answer = ChaosLog.patiently(() -> miroir.get("/indexes/" + index + "/documents/" + id));
            if (answer.status() == 200 || answer.status() == 404) {
                JsonNode found = answer.status() == 200 ? content(answer.json()) : ABSENT;
                if (!possible.getOrDefault(id, Set.of()).contains(found)) {
                    log.fault("read " + id + ": " + found + ", expected one of " + possible.get(id));
                }
            }
        }
    }

    /** A document without its id. */
    static JsonNode content(JsonNode document) {
        ObjectNode rest = document.deepCopy();
        rest.remove(List.of("id", "_miroir_shard"));
        return rest;
    }
}
