package miroir.engine.sim;

import static miroir.engine.state.Safeguard.ABSENT_DELETED;
import static miroir.engine.state.Safeguard.COMPARING_RESUME;
import static miroir.engine.state.Safeguard.DIRTY_BEFORE_DISPATCH;
import static miroir.engine.state.Safeguard.FULL_CHECK;
import static miroir.engine.state.Safeguard.LEFT_OVERS_REMOVED;
import static miroir.engine.state.Safeguard.SELECTED_IDS;
import static miroir.engine.state.Safeguard.SETTLED_SOURCE;
import static miroir.engine.state.Safeguard.VERIFY;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import miroir.engine.state.Safeguard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves the histories: an engine that leaves one rule out must break one of them. What the verification would hide is
 * looked for without it. {@code main SEEDS [RULE...]} looks for all rules, or for these, and prints how many were found.
 */
class MutantTest {
    private static final long SEEDS = 2000;

    /** What goes wrong without them is found and mended before a copy serves. */
    private static final Set<Safeguard> HIDDEN = EnumSet.of(
            SETTLED_SOURCE,
            SELECTED_IDS,
            DIRTY_BEFORE_DISPATCH,
            ABSENT_DELETED,
            Safeguard.BARRIER,
            FULL_CHECK,
            Safeguard.FENCE);

    @TempDir
    Path data;

    /** An engine without a rule, and without those that hide that it is missing. */
    record Mutant(Safeguard rule, Set<Safeguard> hiding) {
        static Mutant alone(Safeguard rule) {
            return new Mutant(rule, EnumSet.noneOf(Safeguard.class));
        }

        static Mutant seen(Safeguard rule) {
            Set<Safeguard> hiding = EnumSet.of(FULL_CHECK, VERIFY);
            hiding.remove(rule);
            return new Mutant(rule, hiding);
        }

        Set<Safeguard> without() {
            Set<Safeguard> all = EnumSet.of(rule);
            all.addAll(hiding);
            return all;
        }
    }

    static List<Mutant> mutants() {
        return List.of(
                Mutant.alone(Safeguard.HOLD),
                Mutant.alone(LEFT_OVERS_REMOVED),
                Mutant.alone(COMPARING_RESUME),
                Mutant.alone(Safeguard.OUTCOME_COMPARISON),
                Mutant.alone(Safeguard.READERS_FIRST),
                Mutant.alone(Safeguard.PUBLISHED_FIRST),
                Mutant.seen(DIRTY_BEFORE_DISPATCH),
                Mutant.seen(SELECTED_IDS));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void a_history_breaks_without_the_rule(Mutant mutant) {
        if (killer(mutant, SEEDS, data) == null) {
            throw new AssertionError(SEEDS + " histories did not need " + mutant);
        }
    }

    /** The first history that breaks, and would not with the rule; null when none does. */
    private static @Nullable String killer(Mutant mutant, long seeds, Path data) {
        for (long seed = 0; seed < seeds; seed++) {
            String broken = broken(mutant.without(), seed, data);
            if (broken != null && broken(mutant.hiding(), seed, data) == null) {
                return "seed " + seed + ": " + broken;
            }
        }
        return null;
    }

    /** How the history breaks, or null. */
    private static @Nullable String broken(Set<Safeguard> without, long seed, Path data) {
        Path folder = data.resolve(seed + "-" + without.hashCode());
        try {
            new TopologyHistory(new Random(seed), folder, without).run();
            return null;
        } catch (RuntimeException | AssertionError broken) {
            return String.valueOf(broken.getMessage());
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Looks for each rule, and for those behind the verification without it; several rules at a time. */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        long seeds = Long.parseLong(arguments[0]);
        List<Safeguard> rules = arguments.length == 1
                ? List.of(Safeguard.values())
                : Stream.of(arguments).skip(1).map(Safeguard::valueOf).toList();
        Path data = Files.createTempDirectory("mutants");
        AtomicInteger killed = new AtomicInteger();
        ExecutorService threads =
                Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
        for (Safeguard rule : rules) {
            threads.execute(() -> {
                String found = hunt(rule, seeds, data);
                killed.addAndGet(found == null ? 0 : 1);
                System.out.println(rule + ": " + (found == null ? "survived" : "killed " + found));
            });
        }
        threads.shutdown();
        while (!threads.awaitTermination(1, TimeUnit.HOURS)) {
            System.out.println("still looking");
        }
        System.out.println(killed + " of " + rules.size() + " killed");
    }

    /** How the rule was found missing, alone or, where others would hide that, without these. */
    private static @Nullable String hunt(Safeguard rule, long seeds, Path data) {
        String alone = killer(Mutant.alone(rule), seeds, data);
        if (alone != null || !HIDDEN.contains(rule)) {
            return alone == null ? null : "by " + firstLine(alone);
        }
        String together = killer(Mutant.seen(rule), seeds, data);
        return together == null ? null : "without what hides it by " + firstLine(together);
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }
}
