package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import miroir.e2e.net.Fault;
import miroir.e2e.net.Rule;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wall clock of Miroir's machine is set back while it runs. Needs Debian's package faketime, else it is skipped. */
final class ClockIT {
    private static final Duration PATIENCE = NetworkStage.PATIENCE;
    private static final String LOST = "its answer is lost";

    @TempDir
    private Path folder = Path.of("");

    private @Nullable Fleet started;

    @BeforeEach
    void start() throws IOException {
        Path library = library();
        assumeTrue(library != null, "no libfaketime");
        set("+0");
        started = Fleet.start(NetworkStage.SHAPE, new Fleet.Extras(null, true, environment(String.valueOf(library))));
    }

    /** Only the wall clock is another one: with its "monotonic fix" timed waits of a JVM would end at once. */
    private Map<String, String> environment(String library) {
        return Map.of(
                "LD_PRELOAD", library,
                "FAKETIME_TIMESTAMP_FILE", folder.resolve("clock").toString(),
                "FAKETIME_CACHE_DURATION", "1",
                "FAKETIME_DONT_FAKE_MONOTONIC", "1",
                "FAKETIME_FORCE_MONOTONIC_FIX", "0");
    }

    @AfterEach
    void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static @Nullable Path library() throws IOException {
        if (!Files.isDirectory(Path.of("/usr/lib"))) {
            return null;
        }
        try (DirectoryStream<Path> machines = Files.newDirectoryStream(Path.of("/usr/lib"), "*-linux-gnu*")) {
            for (Path machine : machines) {
                Path library = machine.resolve("faketime/libfaketime.so.1");
                if (Files.exists(library)) {
                    return library;
                }
            }
        }
        return null;
    }

    private void set(String offset) throws IOException {
        Files.writeString(folder.resolve("clock"), offset + "\n");
    }

    private Fleet fleet() {
        Fleet fleet = started;
        if (fleet == null) {
            throw new IllegalStateException("not started");
        }
        return fleet;
    }

    /** Sets the clock back, and waits until Miroir's answers are dated so. */
    private void goBack() throws IOException {
        set("-1h");
        Api.until("Miroir's clock is back", () -> {
            String date = fleet().miroir().get("/health").header("Date");
            return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(String.valueOf(date)))
                    .isBefore(Instant.now().minus(Duration.ofMinutes(59)));
        });
    }

    @Test
    void stale_copies_come_back_when_the_clock_went_back() throws IOException {
        Shelf shelf = Shelf.make(fleet(), "stale", 2);
        int node = shelf.node(Shelf.id(7), 0);
        fleet().proxy(node).refuse();
        shelf.ended(shelf.put(Shelf.id(7), "without one node"), PATIENCE);
        assertThat(shelf.copies()).as("copies that are out").anyMatch(copy -> copy.contains(" stale "));
        goBack();
        fleet().proxy(node).accept();
        shelf.becomesRight(PATIENCE);
    }

    @Test
    void a_lost_answer_holds_nobody_up_when_the_clock_goes_back() throws IOException {
        Shelf shelf = Shelf.make(fleet(), "lost", 2);
        int node = shelf.node(Shelf.id(7), 0);
        Rule lost = fleet().proxy(node)
                .script(Rule.always(new Fault.Reset(true))
                        .on(NetworkStage.writesOf(LOST))
                        .times(1));
        long first = shelf.put(Shelf.id(7), LOST);
        Api.until("its answer is lost", () -> lost.hits() == 1);
        goBack();
        long second = shelf.put(Shelf.id(7), "after it");
        shelf.ended(first, PATIENCE);
        shelf.ended(second, PATIENCE);
        shelf.becomesRight(PATIENCE);
    }
}
