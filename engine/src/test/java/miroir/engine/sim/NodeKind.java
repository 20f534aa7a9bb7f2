package miroir.engine.sim;

import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Random;
import java.util.concurrent.Executor;
import miroir.embedded.EmbeddedNode;
import miroir.embedded.EmbeddedOptions;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.EmbeddedResponse;
import miroir.embedded.index.FieldNames;
import miroir.engine.sim.light.LightNode;

/** What the nodes of a simulation are made of. */
enum NodeKind {
    /** Maps, fast. */
    LIGHT,
    /** Light nodes and embedded nodes side by side, which must give the same answers. */
    BOTH;

    private static final int COMPARED = 200;

    /** Something that answers like a node. */
    interface Node {
        EmbeddedResponse handle(EmbeddedRequest request);

        /** Answers a request for a task that will fail through no fault of its own; only light nodes do. */
        default EmbeddedResponse handleInVain(EmbeddedRequest request) {
            return handle(request);
        }

        /** Silently loses the documents of an index, as a bad disk does. */
        default void lose(String index) {
            throw new AssertionError("only light nodes do");
        }

        /** For what changes without a task that tells of it. */
        default LightNode light() {
            throw new AssertionError("only light nodes do");
        }
    }

    /** Now and then both, else light. */
    static NodeKind drawn(Random random) {
        return random.nextInt(COMPARED) == 0 ? BOTH : LIGHT;
    }

    /**
     * An empty node.
     *
     * @param executor runs the tasks, each accepted task one step
     */
    Node open(InstantSource clock, Executor executor) {
        return open(clock, executor, FieldNames.MOST);
    }

    /** The same, of which an index takes only so many names of fields. */
    Node open(InstantSource clock, Executor executor, int maxFields) {
        return this == LIGHT ? light(clock, executor, maxFields) : both(clock, executor, maxFields);
    }

    private static Node light(InstantSource clock, Executor executor, int maxFields) {
        LightNode light = new LightNode(clock, executor, maxFields);
        return new Node() {
            @Override
            public EmbeddedResponse handle(EmbeddedRequest request) {
                return light.handle(request);
            }

            @Override
            public EmbeddedResponse handleInVain(EmbeddedRequest request) {
                return light.handleInVain(request);
            }

            @Override
            public void lose(String index) {
                light.lose(index);
            }

            @Override
            public LightNode light() {
                return light;
            }
        };
    }

    private static Node both(InstantSource clock, Executor executor, int maxFields) {
        Deque<Runnable> steps = new ArrayDeque<>();
        EmbeddedNode embedded = EmbeddedNode.open(new EmbeddedOptions(null, null, clock, steps::add, maxFields));
        LightNode light = new LightNode(
                clock,
                task -> executor.execute(() -> {
                    steps.remove().run();
                    task.run();
                }),
                maxFields);
        return request -> {
            EmbeddedResponse expected = embedded.handle(request);
            requireSame(request, expected, light.handle(request));
            return expected;
        };
    }

    private static void requireSame(EmbeddedRequest request, EmbeddedResponse expected, EmbeddedResponse found) {
        if (expected.status() != found.status() || !comparable(expected.body()).equals(comparable(found.body()))) {
            throw new AssertionError("the light node answers " + request.method() + " " + request.path() + " "
                    + request.query() + " " + text(request.body()) + "\nwith " + found.status() + " "
                    + text(found.body()) + "\ninstead of " + expected.status() + " " + text(expected.body()));
        }
    }

    /** The body without what names the call itself; a field is listed or not when none of its values are counted. */
    private static String comparable(byte[] body) {
        String text = text(body).replace("\"facetDistribution\":{\"_miroir_shard\":{}}", "\"facetDistribution\":{}");
        int uid = text.indexOf(",\"requestUid\":");
        return uid < 0 ? text : text.substring(0, uid);
    }

    private static String text(byte[] body) {
        return new String(body, StandardCharsets.UTF_8);
    }
}
