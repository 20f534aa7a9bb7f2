package miroir.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import miroir.engine.store.Change;
import miroir.engine.store.H2Store;
import miroir.engine.store.Meta;
import miroir.engine.store.StoreException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A backup is put back whole, or what was there still is, or the next start says that it is neither. */
class RestorationTest {
    private static final String KEY = "0123456789abcdef".repeat(4);

    private static final Instant NOW = Instant.parse("2026-03-02T00:00:00Z");

    @TempDir
    static Path folder;

    private static Path backup;
    private static Path older;

    @TempDir
    Path work;

    /** A backup of a state called new, and a folder with one called old. */
    @BeforeAll
    static void make() throws IOException, BackupException {
        older = folder.resolve("old");
        try (H2Store store = H2Store.open(older)) {
            World world = new World(older, store);
            world.payload("old.ndjson", "old");
            name(store, "old");
        }
        Path newer = folder.resolve("new");
        try (H2Store store = H2Store.open(newer)) {
            World world = new World(newer, store);
            world.payload("new.ndjson", "new");
            Files.writeString(newer.resolve("miroir.key"), KEY);
            name(store, "new");
            backup = world.save(folder.resolve("backup.zip"));
        }
    }

    private static void name(H2Store store, String name) {
        store.write(List.of(new Change.PutMeta(Meta.CLUSTER_ID, name))).join();
    }

    private Path data() throws IOException {
        Path data = work.resolve("data");
        Files.createDirectories(data.resolve("payloads"));
        Files.copy(older.resolve("miroir.mv.db"), data.resolve("miroir.mv.db"), StandardCopyOption.REPLACE_EXISTING);
        Files.writeString(data.resolve("payloads/old.ndjson"), "old");
        return data;
    }

    private static String clusterOf(Path data) {
        try (H2Store store = H2Store.open(data)) {
            return Objects.requireNonNull(store.load().meta().get(Meta.CLUSTER_ID));
        }
    }

    private Restoration into(Path data) {
        return new Restoration(backup, data, () -> NOW);
    }

    private static void assertNew(Path data) throws IOException {
        assertThat(clusterOf(data)).isEqualTo("new");
        assertThat(data.resolve("payloads/new.ndjson")).hasContent("new");
        assertThat(data.resolve("payloads/old.ndjson")).doesNotExist();
        assertThat(data.resolve("miroir.key")).hasContent(KEY);
        for (String file : List.of("miroir.mv.db", "payloads/new.ndjson", "miroir.key")) {
            assertThat(Files.getPosixFilePermissions(data.resolve(file)))
                    .as(file)
                    .hasSize(2);
        }
    }

    @Test
    void a_backup_makes_an_empty_machine_what_the_other_was() throws IOException, BackupException {
        Path data = work.resolve("elsewhere/data");

        Restoration.Done done = into(data).put();

        assertThat(done.movedTo()).isNull();
        assertThat(RestoredMark.in(data).stands()).isTrue();
        assertThat(done.manifest().clusterId()).isEqualTo("new");
        assertNew(data);
        assertThat(Files.getPosixFilePermissions(data)).hasSize(3);
    }

    @Test
    void what_was_there_is_moved_aside_and_still_good() throws IOException, BackupException {
        Path data = data();
        Files.writeString(data.resolve("mine.txt"), "not Miroir's");

        Path aside = Objects.requireNonNull(into(data).put().movedTo());

        assertNew(data);
        assertThat(aside).isEqualTo(data.resolve("before-restore-20260302T000000Z"));
        assertThat(clusterOf(aside)).isEqualTo("old");
        assertThat(aside.resolve("payloads/old.ndjson")).hasContent("old");
        assertThat(data.resolve("mine.txt")).hasContent("not Miroir's");
        assertThat(names(data))
                .containsExactlyInAnyOrder(
                        "miroir.mv.db",
                        "payloads",
                        "miroir.key",
                        "mine.txt",
                        "before-restore-20260302T000000Z",
                        "restored");
        assertThat(into(data).put().movedTo()).isEqualTo(data.resolve("before-restore-20260302T000000Z-2"));
    }

    private static List<String> names(Path data) throws IOException {
        try (Stream<Path> files = Files.list(data)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @Test
    void a_folder_that_a_miroir_uses_is_left_alone() throws IOException {
        Path data = data();
        try (H2Store running = H2Store.open(data)) {
            assertThatThrownBy(() -> into(data).put())
                    .isInstanceOf(BackupException.class)
                    .hasMessage("another Miroir is using " + data);
            assertThat(running.load().meta()).containsEntry(Meta.CLUSTER_ID, "old");
        }
        assertThat(names(data)).doesNotContain("before-restore-20260302T000000Z", "restore.running");
        assertThat(clusterOf(data)).isEqualTo("old");
    }

    @Test
    void a_damaged_backup_touches_nothing() throws IOException {
        Path data = data();
        Path cut = work.resolve("cut.zip");
        byte[] whole = Files.readAllBytes(backup);
        Files.write(cut, Arrays.copyOf(whole, whole.length / 2));

        assertThatThrownBy(() -> new Restoration(cut, data, () -> NOW).put()).isInstanceOf(BackupException.class);

        assertThat(names(data)).containsExactlyInAnyOrder("miroir.mv.db", "payloads");
        assertThat(clusterOf(data)).isEqualTo("old");
    }

    @Test
    void one_of_a_newer_miroir_is_refused_before_anything_is_moved() throws IOException, BackupException {
        Path data = data();
        Path newer = work.resolve("newer.zip");
        Files.copy(backup, newer);
        String schema = Archive.check(backup).schema();
        try (java.nio.file.FileSystem zip = java.nio.file.FileSystems.newFileSystem(newer)) {
            Path manifest = zip.getPath(Manifest.NAME);
            Files.writeString(
                    manifest,
                    Files.readString(manifest)
                            .replace("\"schema\" : \"" + schema + "\"", "\"schema\" : \"999\"")
                            .replace("\"miroir\" : \"test\"", "\"miroir\" : \"99.1\""));
        }
        assertThatThrownBy(() -> new Restoration(newer, data, () -> NOW).put())
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("newer Miroir (99.1, schema 999)");
        assertThat(clusterOf(data)).isEqualTo("old");
    }

    @Test
    void one_that_is_interrupted_anywhere_is_old_or_new_or_refused_by_the_next_start_and_ends_when_run_again()
            throws IOException, BackupException {
        boolean ended = false;
        int refused = 0;
        for (int most = 0; !ended; most++) {
            Path data = Files.createDirectories(work.resolve("crash-" + most)).resolve("data");
            Files.createDirectories(data);
            try (Stream<Path> files = Files.walk(data())) {
                for (Path file : files.toList()) {
                    Files.copy(
                            file,
                            data.resolve(work.resolve("data").relativize(file)),
                            StandardCopyOption.REPLACE_EXISTING);
                }
            }
            ended = interrupted(data, most);
            try {
                assertThat(clusterOf(data)).as("after %d moves", most).isEqualTo(ended ? "new" : "old");
            } catch (StoreException e) {
                assertThat(e).hasMessageContaining("was interrupted; run it again");
                refused++;
            }
            into(data).put();
            assertNew(data);
            assertThat(oldStates(data)).as("after %d moves", most).isNotEmpty();
            if (!ended) {
                Path aside = data.resolve("before-restore-20260302T000000Z");
                assertThat(names(data)).containsOnlyOnce(aside.getFileName().toString());
                assertThat(names(data))
                        .filteredOn(name -> name.startsWith("before-"))
                        .hasSize(1);
                assertThat(clusterOf(aside)).isEqualTo("old");
                assertThat(aside.resolve("payloads/old.ndjson")).hasContent("old");
            }
        }
        assertThat(refused).isGreaterThan(3);
    }

    /** Stands in for a kill after so many moves; whether it came to its end before. */
    private boolean interrupted(Path data, int most) throws IOException, BackupException {
        AtomicInteger moves = new AtomicInteger();
        try {
            new Restoration(backup, data, () -> NOW, (from, to) -> {
                        if (moves.getAndIncrement() == most) {
                            throw new IOException("killed");
                        }
                        Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
                    })
                    .put();
            return true;
        } catch (IOException killed) {
            assertThat(killed).hasMessage("killed");
            return false;
        }
    }

    private static List<Path> oldStates(Path data) throws IOException {
        try (Stream<Path> files = Files.walk(data)) {
            return files.filter(file -> file.endsWith("payloads/old.ndjson")).toList();
        }
    }
}
