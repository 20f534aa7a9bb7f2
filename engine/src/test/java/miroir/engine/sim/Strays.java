package miroir.engine.sim;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import miroir.embedded.EmbeddedResponse;
import miroir.engine.node.NodeRequest;
import org.jspecify.annotations.Nullable;

/** Requests that are still on their way when nobody thinks of them any more: they arrive up to five minutes later. */
final class Strays {
    private static final int LATEST_MS = 300_000;

    private final StepScheduler steps;
    private final Random random;
    private final Tally tally;
    private final List<Stray> underWay = new ArrayList<>();
    private int sent;
    private @Nullable Spares spares;

    Strays(StepScheduler steps, Random random, Tally tally) {
        this.steps = steps;
        this.random = random;
        this.tally = tally;
    }

    /** What is executed more than once does so only where that can be put right. */
    void repeatWhere(Spares where) {
        spares = where;
    }

    /** Lets a request arrive some time, if its node can be reached then, but not before so many milliseconds. */
    void add(SimNode node, NodeRequest request, long after) {
        send(new Stray(sent++, node, request, false), after);
    }

    /** The same for one that arrives once more. */
    void repeat(SimNode node, NodeRequest request, long after) {
        send(new Stray(sent++, node, request, true), after);
    }

    private void send(Stray stray, long after) {
        underWay.add(stray);
        arrive(stray, after + delay());
    }

    /** Most soon, some up to half a minute later, some much later. */
    private long delay() {
        return switch (random.nextInt(4)) {
            case 0, 1 -> random.nextInt(2000);
            case 2 -> random.nextInt(30_000);
            default -> random.nextInt(LATEST_MS);
        };
    }

    /** Lets all that are under way arrive now. */
    void arrive() {
        List.copyOf(underWay).forEach(stray -> arrive(stray, random.nextInt(3000)));
    }

    private void arrive(Stray stray, long delay) {
        steps.anyTimeAfter(Duration.ofMillis(delay), () -> {
            if (underWay.remove(stray)) {
                boolean arrives = stray.node.reachable()
                        && (!stray.repeated || requireNonNull(spares).isSpare(stray.request));
                steps.trace(() -> "a stray " + (arrives ? "arrives: " : "is lost: ") + stray.request);
                if (arrives) {
                    tally.add("strays");
                    EmbeddedResponse answer = stray.node.handle(EmbeddedNodes.embedded(stray.request));
                    if (stray.repeated) {
                        requireNonNull(spares).spoil(stray.request.node(), answer);
                    }
                }
            }
        });
    }

    private record Stray(int number, SimNode node, NodeRequest request, boolean repeated) {}
}
