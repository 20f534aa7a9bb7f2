package miroir.engine.sim;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import miroir.core.topology.NodeId;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.EmbeddedResponse;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Unattended;
import org.jspecify.annotations.Nullable;

/** Nodes in this process, reached over a network that delays, loses and repeats as {@link Faults} say. */
final class EmbeddedNodes implements NodeClient {
    private static final int ABANDONED_AFTER_MS = 900;

    private final StepScheduler steps;
    private final Random random;
    private final Faults faults;
    private final NodeKind kind;
    private final Map<NodeId, SimNode> nodes = new TreeMap<>();
    private final List<Consumer<NodeRequest>> witnesses = new ArrayList<>();
    private final Tally tally = new Tally();
    private final Detours detours = new Detours();
    private final Garbage garbage;
    private final Strays strays;
    private long requests;

    EmbeddedNodes(StepScheduler steps, Random random, Faults faults, NodeKind kind) {
        this.steps = steps;
        this.random = random;
        this.faults = faults;
        this.kind = kind;
        this.garbage = new Garbage(random);
        this.strays = new Strays(steps, random, tally);
    }

    /** One more node. */
    void add(NodeId id) {
        nodes.put(id, new SimNode(steps, random, kind));
    }

    SimNode node(NodeId id) {
        SimNode node = nodes.get(id);
        if (node == null) {
            throw new AssertionError("no node " + id);
        }
        return node;
    }

    Map<NodeId, SimNode> all() {
        return nodes;
    }

    /** What stands between. */
    Detours detours() {
        return detours;
    }

    /** What is still on its way though nobody waits for it. */
    Strays strays() {
        return strays;
    }

    /** What happened so far. */
    Tally tally() {
        return tally;
    }

    /** How many requests were sent. */
    long requests() {
        return requests;
    }

    /** Is told of every request before it leaves. */
    void witness(Consumer<NodeRequest> witness) {
        witnesses.add(witness);
    }

    @Override
    public CompletableFuture<NodeReply> send(NodeRequest request) {
        try {
            witnesses.forEach(w -> w.accept(request));
        } catch (AssertionError e) {
            steps.fail(e);
        }
        CompletableFuture<NodeReply> reply = new CompletableFuture<>();
        NodeReply.Answered old = detours.cached(request);
        if (old != null) {
            requests++;
            tally.add("answers from a cache");
            steps.trace(() -> "cached " + request.node() + " " + request.path() + ": " + text(old.body()));
            reply(reply, 2, old);
            return reply;
        }
        SimNode node = node(detours.behind(request.node()));
        Faults.Fate fate = node.reachable() ? faults.fate(request) : Faults.Fate.DELIVERED;
        count(request, fate);
        trace(request, fate, reply);
        meet(request, node, fate, reply);
        Unattended.run(reply.thenAccept(value -> detours.keep(request, value)), "keeping a reply");
        return reply;
    }

    private void meet(NodeRequest request, SimNode node, Faults.Fate fate, CompletableFuture<NodeReply> reply) {
        switch (fate) {
            case REFUSED -> reply(reply, 1, new NodeReply.NotSent("refused"));
            case LATE -> {
                unheard(node, request, request.timeout().toMillis() + 1);
                expire(request, reply);
            }
            case BUSY -> reply(reply, random.nextInt(ABANDONED_AFTER_MS), new NodeReply.Busy("no connection"));
            case LOST_REQUEST -> reply(reply, abandoned(), new NodeReply.Unknown("reset"));
            case LOST_ANSWER -> {
                unheard(node, request, 1 + random.nextInt(8));
                reply(reply, 10 + abandoned(), new NodeReply.Unknown("reset"));
            }
            case ZOMBIE -> {
                int given = 5 + random.nextInt(95);
                reply(reply, given, new NodeReply.Unknown("reset"));
                unheard(node, request, given + random.nextInt(1850));
            }
            case SERVER_ERROR -> reply(reply, 3, answer(503, "{}"));
            case BAD_GATEWAY -> {
                unheard(node, request, 2);
                reply(reply, 4, answer(502, "<html>bad gateway</html>"));
            }
            case DISK_FULL -> reply(reply, 3, answer(422, """
                    {"message":"No space left on device (os error 28)","code":"no_space_left_on_device",\
                    "type":"system","link":""}"""));
            case SLOW -> exchange(request, node, reply, 200 + random.nextInt(1300));
            case FAILING_TASK -> exchange(spoiled(request), node, reply, 1 + random.nextInt(8));
            case BROKEN_TASK -> exchange(request, node, reply, 1 + random.nextInt(8), node::handleInVain);
            case STRAY -> {
                reply(reply, abandoned(), new NodeReply.Unknown("reset"));
                strays.add(node, request, ABANDONED_AFTER_MS);
            }
            case TWICE -> {
                exchange(request, node, reply, 1 + random.nextInt(8));
                strays.repeat(node, request, 9);
            }
            case GARBAGE -> garble(request, node, reply);
            case DENIED -> reply(reply, 3, answer(400, """
                    {"message":"Attribute `kind` is not filterable.","code":"invalid_search_filter",\
                    "type":"invalid_request","link":""}"""));
            case DELIVERED -> exchange(request, node, reply, 1 + random.nextInt(8));
        }
    }

    /** No answer comes: as in the real client, signs of life are looked for, and the time of the request ends it. */
    private void expire(NodeRequest request, CompletableFuture<NodeReply> reply) {
        NodeRequest.Vigil vigil = request.vigil();
        if (vigil != null) {
            keep(vigil, vigil.after(), reply);
        }
        reply(reply, request.timeout().toMillis(), new NodeReply.Unknown("timeout", true));
    }

    private void keep(NodeRequest.Vigil vigil, Duration delay, CompletableFuture<NodeReply> reply) {
        later(delay.toMillis(), () -> {
            if (!reply.isDone() && vigil.lives().getAsBoolean()) {
                keep(vigil, NodeRequest.Vigil.EVERY, reply);
            } else {
                reply.complete(new NodeReply.Unknown("no sign of life", true));
            }
        });
    }

    private void garble(NodeRequest request, SimNode node, CompletableFuture<NodeReply> reply) {
        switch (random.nextInt(3)) {
            case 0 -> reply(reply, 4, new NodeReply.Answered(200, garbage.insteadOf(request)));
            case 1 -> {
                unheard(node, request, 2);
                reply(reply, 4, new NodeReply.Answered(200, garbage.insteadOf(request)));
            }
            default -> {
                CompletableFuture<NodeReply> whole = new CompletableFuture<>();
                Unattended.run(
                        whole.thenAccept(answer -> reply.complete(
                                answer instanceof NodeReply.Answered it && it.ok()
                                        ? new NodeReply.Answered(it.status(), garbage.cut(it.body()))
                                        : answer)),
                        "cutting a reply");
                exchange(request, node, whole, 1 + random.nextInt(8));
            }
        }
    }

    private void trace(NodeRequest request, Faults.Fate fate, CompletableFuture<NodeReply> reply) {
        String what = request.node() + " " + request.method() + " " + request.path() + " " + text(request.body());
        steps.trace(() -> fate + " " + what);
        Unattended.run(
                reply.thenAccept(value -> steps.trace(() -> "reply to " + what + ": "
                        + (value instanceof NodeReply.Answered answered
                                ? answered.status() + " " + text(answered.body())
                                : String.valueOf(value)))),
                "tracing a reply");
    }

    private static String text(byte @Nullable [] body) {
        return body == null ? "" : new String(body, StandardCharsets.UTF_8).replace("\n", " ");
    }

    private void count(NodeRequest request, Faults.Fate fate) {
        requests++;
        if (fate != Faults.Fate.DELIVERED) {
            tally.add("fault " + fate);
        }
        tally.happened(steps.elapsed().toNanos() + fate.name().hashCode());
        tally.happened(31L * request.path().hashCode() + Arrays.hashCode(request.body()));
    }

    private void unheard(SimNode node, NodeRequest request, long delay) {
        long life = node.life();
        later(delay, () -> {
            if (node.life() == life) {
                node.handle(embedded(request));
            }
        });
    }

    private void exchange(NodeRequest request, SimNode node, CompletableFuture<NodeReply> reply, long delay) {
        exchange(request, node, reply, delay, node::handle);
    }

    private void exchange(
            NodeRequest request,
            SimNode node,
            CompletableFuture<NodeReply> reply,
            long delay,
            Function<EmbeddedRequest, EmbeddedResponse> handle) {
        if (!node.reachable()) {
            if (node.silent()) {
                expire(request, reply);
            } else {
                reply(reply, 1, new NodeReply.NotSent("refused"));
            }
            return;
        }
        long life = node.life();
        later(delay, () -> {
            if (node.life() != life) {
                reply(reply, 1, new NodeReply.Unknown("reset"));
                return;
            }
            EmbeddedResponse answer = handle.apply(embedded(request));
            later(
                    1 + random.nextInt(4),
                    () -> reply.complete(
                            node.life() == life
                                    ? new NodeReply.Answered(answer.status(), answer.body())
                                    : new NodeReply.Unknown("reset")));
        });
    }

    /** The same request with a document that no node takes: its task fails on this node alone. */
    private static NodeRequest spoiled(NodeRequest request) {
        return new NodeRequest(
                request.node(),
                request.method(),
                request.path(),
                request.contentType(),
                "{\"id\":\"not an id\"}".getBytes(StandardCharsets.UTF_8),
                request.timeout());
    }

    private int abandoned() {
        return 5 + random.nextInt(ABANDONED_AFTER_MS);
    }

    private static NodeReply answer(int status, String body) {
        return new NodeReply.Answered(status, body.getBytes(StandardCharsets.UTF_8));
    }

    private void reply(CompletableFuture<NodeReply> reply, long millis, NodeReply value) {
        later(millis, () -> reply.complete(value));
    }

    private void later(long millis, Runnable task) {
        steps.anyTimeAfter(Duration.ofMillis(millis), task);
    }

    static EmbeddedRequest embedded(NodeRequest request) {
        String path = request.path();
        int mark = path.indexOf('?');
        Map<String, List<String>> query = new LinkedHashMap<>();
        for (int from = mark + 1; mark >= 0 && from < path.length(); ) {
            int end = path.indexOf('&', from);
            end = end < 0 ? path.length() : end;
            int is = path.indexOf('=', from);
            query.put(decode(path.substring(from, is)), List.of(decode(path.substring(is + 1, end))));
            from = end + 1;
        }
        String type = request.contentType();
        Map<String, String> headers = type == null ? Map.of() : Map.of("content-type", type);
        byte[] body = request.body();
        return new EmbeddedRequest(
                request.method(),
                decode(mark < 0 ? path : path.substring(0, mark)),
                query,
                headers,
                body == null ? new byte[0] : body);
    }

    private static String decode(String text) {
        boolean plain = text.indexOf('%') < 0 && text.indexOf('+') < 0;
        return plain ? text : URLDecoder.decode(text, StandardCharsets.UTF_8);
    }
}
