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
import java.util.stream.Stream;
import miroir.engine.state.Safeguard;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Proves the histories: an engine that leaves one rule out must break one of them. What the verification would hide is
 * looked for without it. {@code main SEEDS} looks for all rules and prints how many were found.
 */
class MutantTest {
    private static final long SEEDS = 300;

    @TempDir
    Path data;

    static List<Set<Safeguard>> mutants() {
        return List.of(
                EnumSet.of(Safeguard.HOLD),
                EnumSet.of(LEFT_OVERS_REMOVED),
                EnumSet.of(COMPARING_RESUME),
                EnumSet.of(VERIFY),
                EnumSet.of(Safeguard.OUTCOME_COMPARISON));
    }

    @ParameterizedTest
    @MethodSource("mutants")
    void a_history_breaks_without_the_rule(Set<Safeguard> without) {
        if (killer(without, SEEDS, data) == null) {
            throw new AssertionError(SEEDS + " histories did not need " + without);
        }
    }

    /** The first history that breaks, and how; null when none does. */
    private static @Nullable String killer(Set<Safeguard> without, long seeds, Path data) {
        for (long seed = 0; seed < seeds; seed++) {
            Path folder = data.resolve(seed + "-" + without.hashCode());
            try {
                new TopologyHistory(new Random(seed), folder, without).run();
            } catch (RuntimeException | AssertionError broken) {
                return "seed " + seed + ": " + broken.getMessage();
            } finally {
                delete(folder);
            }
        }
        return null;
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

    /** Looks for each rule, and for those behind the verification without it. */
    public static void main(String[] arguments) throws IOException {
        long seeds = Long.parseLong(arguments[0]);
        Path data = Files.createTempDirectory("mutants");
        int killed = 0;
        for (Safeguard rule : Safeguard.values()) {
            String found = killer(EnumSet.of(rule), seeds, data);
            boolean masked = List.of(
                            SETTLED_SOURCE,
                            SELECTED_IDS,
                            DIRTY_BEFORE_DISPATCH,
                            ABSENT_DELETED,
                            Safeguard.BARRIER,
                            FULL_CHECK,
                            Safeguard.QUIET)
                    .contains(rule);
            if (found == null && masked) {
                found = killer(EnumSet.of(rule, FULL_CHECK, VERIFY), seeds, data);
            }
            killed += found == null ? 0 : 1;
            System.out.println(rule + ": "
                    + (found == null ? "survived" : found.lines().findFirst().orElse("")));
        }
        System.out.println(killed + " of " + Safeguard.values().length + " killed");
    }
}
