package miroir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import miroir.app.config.Config;
import miroir.app.config.ConfigException;
import miroir.app.config.ConfigLoader;
import miroir.app.config.ConfigSources;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.AdoptionPlan.Fate;
import miroir.engine.adopt.AdoptionPlan.TaskLine;
import miroir.engine.backup.StateExchange;
import miroir.engine.store.Change;
import miroir.engine.store.H2Store;
import miroir.engine.store.Meta;
import miroir.engine.store.StoreException;
import miroir.engine.store.StoredTask;
import miroir.engine.write.TaskRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whenever adopt is killed, the former state is there, or the new one, or nothing starts until it is run again. */
class AdoptingTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-03-02T00:00:00Z"), ZoneOffset.UTC);

    @TempDir
    Path work;

    private static Config config(Path data) throws ConfigException {
        return ConfigLoader.load(new ConfigSources(Map.of("data", data.toString()), Map.of(), Path.of("absent.yml")));
    }

    /** An old state with one task that goes on and one that does not. */
    private static Path folder(Path data) throws IOException {
        try (H2Store store = H2Store.open(data)) {
            store.write(List.of(
                            new Change.PutMeta(Meta.CLUSTER_ID, "old"),
                            new Change.PutTask(task(7, "goes-on")),
                            new Change.PutTask(task(8, "stays"))))
                    .join();
        }
        Files.createDirectories(data.resolve("payloads"));
        Files.writeString(data.resolve("payloads/goes-on"), "goes on");
        Files.writeString(data.resolve("payloads/stays"), "stays");
        return data;
    }

    private static StoredTask task(long uid, String payload) {
        return new StoredTask(
                uid,
                "books",
                null,
                TaskType.DOCUMENT_ADDITION_OR_UPDATE,
                TaskStatus.ENQUEUED,
                null,
                null,
                null,
                CLOCK.instant(),
                null,
                null,
                null,
                new TaskRequest.WriteDocuments("POST", payload, 1, null, false, null).toJson(),
                List.of());
    }

    private static AdoptionPlan plan(boolean keeps) {
        return new AdoptionPlan(
                "new",
                keeps,
                List.of(),
                List.of(),
                List.of(),
                keeps
                        ? List.of()
                        : List.of(
                                new TaskLine(7, "books", "addDocuments", 1, "goes-on", Fate.GOES_ON),
                                new TaskLine(8, "books", "addDocuments", 1, "stays", Fate.UNCLEAR)),
                List.of(new Change.PutMeta(Meta.CLUSTER_ID, "new"), new Change.SkipTasks(100)));
    }

    private static String clusterOf(Path data) {
        try (H2Store store = H2Store.open(data)) {
            return Objects.requireNonNull(store.load().meta().get(Meta.CLUSTER_ID));
        }
    }

    /** The state to be adopted has no nodes to be asked for it: what is left is looked at, and the plan is given. */
    private static Adopting open(Path data, StateExchange.Moving moving) throws IOException, ConfigException {
        return Adopting.open(config(data), CLOCK, new StateExchange(data, "adopt", moving));
    }

    private static void adopt(Path data, boolean keeps, StateExchange.Moving moving)
            throws IOException, ConfigException {
        try (Adopting adopting = open(data, moving)) {
            if (adopting.finish().isEmpty()) {
                adopting.look();
                adopting.apply(plan(keeps));
            }
        }
    }

    private static void move(Path from, Path to) throws IOException {
        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    }

    private static void assertNew(Path data, boolean keeps) throws IOException {
        assertThat(clusterOf(data)).isEqualTo("new");
        assertThat(data.resolve("payloads/goes-on")).hasContent("goes on");
        Path aside = data.resolve("before-adopt-20260302T000000Z");
        assertThat(clusterOf(aside)).isEqualTo("old");
        try (H2Store store = H2Store.open(data)) {
            assertThat(store.task(7)).isPresent();
            assertThat(store.task(8).isPresent()).isEqualTo(keeps);
        }
        if (keeps) {
            assertThat(data.resolve("payloads/stays")).hasContent("stays");
        } else {
            assertThat(data.resolve("payloads/stays")).doesNotExist();
            assertThat(aside.resolve("payloads/stays")).hasContent("stays");
            assertThat(aside.resolve("unfinished-tasks.json"))
                    .content()
                    .contains("\"indexUid\" : \"books\"", "unclear");
        }
        try (Stream<Path> files = Files.list(data)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "miroir.mv.db", "miroir.key", "payloads", "before-adopt-20260302T000000Z");
        }
    }

    @Test
    void a_kill_between_any_two_steps_loses_nothing() throws IOException, ConfigException {
        for (boolean keeps : new boolean[] {false, true}) {
            int refused = 0;
            boolean ended = false;
            for (int most = 0; !ended; most++) {
                Path data = folder(work.resolve(keeps + "-" + most));
                ended = interrupted(data, keeps, most);
                try {
                    assertThat(clusterOf(data)).isEqualTo(ended ? "new" : "old");
                } catch (StoreException e) {
                    assertThat(e).hasMessageContaining("an adopt into " + data + " was interrupted; run it again");
                    refused++;
                }
                if (!ended) {
                    adopt(data, keeps, AdoptingTest::move);
                }
                assertNew(data, keeps);
            }
            assertThat(refused).isGreaterThan(1);
        }
    }

    private static boolean interrupted(Path data, boolean keeps, int most) throws IOException, ConfigException {
        AtomicInteger moves = new AtomicInteger();
        try {
            adopt(data, keeps, (from, to) -> {
                if (moves.getAndIncrement() == most) {
                    throw new IOException("killed");
                }
                move(from, to);
            });
            return true;
        } catch (IOException killed) {
            assertThat(killed).hasMessage("killed");
            return false;
        }
    }

    @Test
    void nothing_starts_while_adopt_waits_and_it_does_not_begin_while_something_runs()
            throws IOException, ConfigException {
        Path data = folder(work.resolve("data"));
        try (Adopting adopting = open(data, AdoptingTest::move)) {
            adopting.look();
            assertThatThrownBy(() -> H2Store.open(data)).hasMessageContaining("another Miroir is using");
            adopting.apply(plan(false));
        }
        assertNew(data, false);
        H2Store running = H2Store.open(data);
        assertThatThrownBy(() -> Adopting.open(config(data), CLOCK)).hasMessageContaining("another Miroir is using");
        running.close();
        assertThat(data.resolve("miroir.trace.db")).doesNotExist();
        assertThat(data.resolve("miroir-new.lock")).doesNotExist();
    }

    @Test
    void an_interrupted_restore_is_ended_by_restore() throws IOException, ConfigException {
        Path data = folder(work.resolve("data"));
        Files.createFile(data.resolve("restore.running"));
        assertThatThrownBy(() -> Adopting.open(config(data), CLOCK)).hasMessageContaining("a restore into");
        Files.delete(data.resolve("restore.running"));
        assertThat(clusterOf(data)).isEqualTo("old");
    }
}
