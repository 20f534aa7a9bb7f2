package miroir.core.plan;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.core.Clusters;
import miroir.core.placement.PlacementStrategy;

/**
 * Prints how long plans for a large cluster take: 1000 nodes, 16,384 shards, 3 copies unless told otherwise. Each
 * figure is time on the clock and time on the processor; the first of a line is cold for its part of the code. Not a test.
 */
final class PlannerBenchmark {
    private static final int ROUNDS = 5;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private PlannerBenchmark() {}

    public static void main(String[] args) {
        int nodes = args.length > 0 ? Integer.parseInt(args[0]) : 1000;
        int shards = args.length > 1 ? Integer.parseInt(args[1]) : 16_384;
        int rf = args.length > 2 ? Integer.parseInt(args[2]) : 3;
        Present present = time(
                "placement of a new index", 1, () -> Worlds.world(Clusters.nodes(nodes, new Random(1)), rf, shards));
        String first = Worlds.active(present, 0).get(0).value();
        String[] group = IntStream.range(0, nodes).mapToObj(i -> "g1-" + i).toArray(String[]::new);
        Stream.of(
                        new Case("a node joins", Wish.to().add("joined")),
                        new Case("a node is drained", Wish.to().drain(first)),
                        new Case("a node is replaced", Wish.to().replace(first, "joined")),
                        new Case("one copy less", Wish.to().rf(rf - 1)),
                        new Case("one copy more", Wish.to().rf(rf + 1)),
                        new Case("a node is lost", Wish.to().fail(first)),
                        new Case(
                                "a tenth joins",
                                Wish.to()
                                        .add(List.of(group)
                                                .subList(0, nodes / 10)
                                                .toArray(String[]::new))),
                        new Case("a group joins", Wish.to().addGroup(1, group)))
                .forEach(c -> {
                    Plan plan = time(c.name, ROUNDS, () -> c.wish.on(present));
                    System.out.printf(
                            "    %s, drops %d, eta %s%n",
                            plan.totals(), plan.drops().size(), plan.eta());
                });
        Present plain = Worlds.world(present.topology(), PlacementStrategy.RENDEZVOUS, shards);
        time(
                "a node joins, plain rendezvous",
                ROUNDS,
                () -> Wish.to().add("joined").on(plain));
    }

    private record Case(String name, Wish wish) {}

    private static <T> T time(String name, int rounds, Supplier<T> work) {
        System.out.printf("%-32s", name);
        T result = timed(work);
        for (int round = 1; round < rounds; round++) {
            result = timed(work);
        }
        System.out.println();
        return result;
    }

    private static <T> T timed(Supplier<T> work) {
        long start = System.nanoTime();
        long busy = THREADS.getCurrentThreadCpuTime();
        T result = work.get();
        busy = THREADS.getCurrentThreadCpuTime() - busy;
        System.out.printf(" %5d/%4d ms", (System.nanoTime() - start) / 1_000_000, busy / 1_000_000);
        return result;
    }
}
