package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Makes an index of its own, changes its settings and documents, deletes it and makes it again. Each write is sent until
 * it is answered, under one key, so that it knows exactly what there should be.
 */
final class ChaosCatalogue implements Runnable {
    private static final int IDS = 20;
    private static final int PAUSE_MS = 50;

    private final Api miroir;
    private final String index;
    private final Random random;
    private final ChaosLog log;
    private final AtomicBoolean stop;
    private final Map<String, JsonNode> documents = new TreeMap<>();
    private @Nullable JsonNode synonyms;
    private int sent;
    private boolean goesOn = true;

    ChaosCatalogue(Api miroir, String index, ChaosLog log, AtomicBoolean stop) {
        this.miroir = miroir;
        this.index = index;
        this.random = new Random(log.seed() + index.hashCode());
        this.log = log;
        this.stop = stop;
    }

    String index() {
        return index;
    }

    /** How many writes were promised. */
    int promised() {
        return sent;
    }

    @Override
    public void run() {
        while (goesOn && !stop.get()) {
            goesOn = synonyms == null ? create() : change();
            ChaosFleet.pause(random.nextInt(4 * PAUSE_MS));
        }
    }

    private boolean create() {
        return write("POST", "/indexes", "{\"uid\":\"" + index + "\",\"primaryKey\":\"id\"}") && spell() && add();
    }

    private boolean change() {
        int kind = random.nextInt(10);
        if (kind == 0) {
            boolean deleted = write("DELETE", "/indexes/" + index, null);
            documents.clear();
            synonyms = null;
            return deleted;
        }
        return kind < 5 ? spell() : add();
    }

    private boolean spell() {
        ObjectNode next = Api.JSON.createObjectNode();
        next.putArray("w" + random.nextInt(3)).add("version" + sent);
        synonyms = next;
        return write("PUT", "/indexes/" + index + "/settings/synonyms", next.toString());
    }

    private boolean add() {
        String id = index + "-" + random.nextInt(IDS);
        documents.put(id, Api.JSON.createObjectNode().put("n", sent));
        return write(
                "POST",
                "/indexes/" + index + "/documents?primaryKey=id",
                "[{\"id\":\"" + id + "\",\"n\":" + sent + "}]");
    }

    /** False: it has not ended in time, and there is no use in going on. */
    private boolean write(String method, String path, @Nullable String body) {
        sent++;
        Map<String, String> key = Map.of("Idempotency-Key", log.seed() + "-" + index + "-" + sent);
        byte[] bytes = body == null ? null : body.getBytes(StandardCharsets.UTF_8);
        Api.Answer answer = ChaosLog.patiently(
                () -> miroir.send(method, path, body == null ? null : "application/json", bytes, key));
        if (answer.status() != 202) {
            log.fault(method + " " + path + " was answered " + answer.status() + " " + answer.json());
            return false;
        }
        return ended(answer.json().path("taskUid").asLong());
    }

    private boolean ended(long uid) {
        Instant deadline = Instant.now().plus(log.patience());
        while (true) {
            JsonNode task = ChaosLog.patiently(() -> miroir.get("/tasks/" + uid).json());
            String status = task.path("status").asText();
            if (status.equals("succeeded")) {
                return true;
            }
            boolean open = status.equals("enqueued") || status.equals("processing");
            if (!open || Instant.now().isAfter(deadline)) {
                log.fault((open ? "a promised write has not ended: " : "a promised write did not succeed: ") + task);
                return false;
            }
            ChaosFleet.pause(PAUSE_MS);
        }
    }

    /** Everything it wrote is there, on every copy, and nothing else; unless it gave up, which was a fault itself. */
    void judge(Inventory inventory) {
        if (!goesOn) {
            return;
        }
        int status = miroir.get("/indexes/" + index).status();
        JsonNode expected = synonyms;
        if (status != (expected == null ? 404 : 200)) {
            log.fault("index " + index + ": " + status);
        } else if (expected != null) {
            Map<String, Set<JsonNode>> possible = new TreeMap<>();
            documents.forEach((id, content) -> possible.put(id, Set.of(content)));
            inventory.compare(index, possible);
            same("Miroir", expected, miroir, index);
            inventory.volumes(index).forEach((place, volume) -> same(place, expected, volume.node(), volume.uid()));
        }
    }

    private void same(String where, JsonNode expected, Api api, String uid) {
        JsonNode is = api.get("/indexes/" + uid + "/settings/synonyms").json();
        if (!is.equals(expected)) {
            log.fault("settings of " + index + " on " + where + ": " + is + ", expected " + expected);
        }
    }
}
