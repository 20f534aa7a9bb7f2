package miroir.engine.sim;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Random;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.EmbeddedResponse;
import miroir.engine.sim.light.LightNode;
import org.jspecify.annotations.Nullable;

/** One node of a simulation: it can be down, silent, stuck, restarted and wiped. */
final class SimNode {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final StepScheduler steps;
    private final Random random;
    private final NodeKind kind;
    private Deque<Runnable> queue = new ArrayDeque<>();
    private List<Taken> taken = new ArrayList<>();
    /** What a task that is taken again shows as its time: it was enqueued then. */
    private @Nullable Instant past;

    private NodeKind.Node node;
    /** How far its clock is ahead of the world's: no two nodes show the same nanosecond. */
    private Duration ahead;

    private boolean up = true;
    private boolean silent;
    private boolean stuck;
    private boolean working;
    private boolean newer;
    private long life;

    /** A request that changed something, and when. */
    private record Taken(EmbeddedRequest request, Instant at) {}

    SimNode(StepScheduler steps, Random random, NodeKind kind) {
        this.steps = steps;
        this.random = random;
        this.kind = kind;
        this.ahead = Duration.ofNanos(random.nextInt(1_000_000));
        this.node = blank();
    }

    private NodeKind.Node blank() {
        Deque<Runnable> own = new ArrayDeque<>();
        queue = own;
        working = false;
        return kind.open(this::now, task -> {
            own.add(task);
            work();
        });
    }

    private Instant now() {
        Instant then = past;
        return then == null ? steps.clock().instant().plus(ahead) : then;
    }

    boolean reachable() {
        return up && !silent;
    }

    boolean silent() {
        return up && silent;
    }

    /** Counts restarts: what was under way before one is gone. */
    long life() {
        return life;
    }

    /** Stops with what it has on disk. */
    void crash() {
        up = false;
        life++;
    }

    void restart() {
        up = true;
        silent = false;
        work();
    }

    /** Loses everything; it stays up or down as it was. */
    void wipe() {
        life++;
        node = blank();
        taken = new ArrayList<>();
    }

    /** How many requests it has taken that change something; what {@link #rollBack} may be told to go back to. */
    int age() {
        return taken.size();
    }

    /** Comes back as it was when it had taken so many requests: restored from an old copy of its data. */
    void rollBack(int age) {
        List<Taken> before = List.copyOf(taken.subList(0, age));
        wipe();
        Deque<Runnable> mine = queue;
        working = true;
        for (Taken again : before) {
            past = again.at();
            handle(again.request());
            while (!mine.isEmpty()) {
                mine.remove().run();
            }
        }
        past = null;
        working = false;
    }

    /** Takes connections and never answers. */
    void hang(boolean hangs) {
        silent = hangs;
        work();
    }

    /** Its clock is set forward, or back. */
    void setClock(Duration by) {
        ahead = ahead.plus(by);
    }

    /** Accepts tasks and runs none. */
    void stick(boolean sticks) {
        stuck = sticks;
        work();
    }

    EmbeddedResponse handle(EmbeddedRequest request) {
        return taken(request, node.handle(request));
    }

    /** The same, but the task that it makes will fail. */
    EmbeddedResponse handleInVain(EmbeddedRequest request) {
        return taken(request, node.handleInVain(request));
    }

    private EmbeddedResponse taken(EmbeddedRequest request, EmbeddedResponse answer) {
        if (answer.status() == 202) {
            taken.add(new Taken(request, now()));
        }
        boolean settings = request.method().equals("GET") && request.path().endsWith("/settings");
        return newer && settings && answer.status() == 200 ? withNewSetting(answer) : answer;
    }

    private static EmbeddedResponse withNewSetting(EmbeddedResponse answer) {
        String json = new String(answer.body(), StandardCharsets.UTF_8);
        byte[] more = ("{\"newSetting\":{\"on\":true}," + json.substring(1)).getBytes(StandardCharsets.UTF_8);
        return new EmbeddedResponse(answer.status(), answer.contentType(), more);
    }

    /** Silently loses the documents of one of its indexes. */
    void lose(String index) {
        secretly().lose(index);
    }

    /** Changes it in ways of which no task tells. */
    LightNode secretly() {
        return node.light();
    }

    /** From now on it knows a setting that Miroir does not. */
    void upgrade() {
        newer = true;
    }

    /** Somebody asks it for something, past Miroir. */
    EmbeddedResponse byHand(String method, String path, String json) {
        return handle(new EmbeddedRequest(
                method,
                path,
                Map.of(),
                Map.of("content-type", "application/json"),
                json.getBytes(StandardCharsets.UTF_8)));
    }

    private void work() {
        if (working || queue.isEmpty() || !up || stuck) {
            return;
        }
        working = true;
        Deque<Runnable> mine = queue;
        steps.anyTimeAfter(Duration.ofMillis(2 + random.nextInt(60)), () -> {
            if (queue != mine) {
                return;
            }
            working = false;
            if (up && !stuck) {
                mine.remove().run();
            }
            work();
        });
    }

    /** Reads the node past network and faults; null when it answers with an error. */
    JsonNode read(String path) {
        String[] parts = path.split("\\?", 2);
        Map<String, List<String>> query =
                parts.length == 1 ? Map.of() : Map.of(parts[1].split("=", -1)[0], List.of(parts[1].split("=", -1)[1]));
        EmbeddedResponse answer = node.handle(new EmbeddedRequest("GET", parts[0], query, Map.of(), new byte[0]));
        try {
            return answer.status() == 200 ? JSON.readTree(answer.body()) : JSON.nullNode();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
