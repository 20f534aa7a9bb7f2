package miroir.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import miroir.engine.api.Backups;
import miroir.engine.api.Operator.Actor;
import miroir.engine.store.AuditRow;
import miroir.engine.store.MemoryStore;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Backups that are made by themselves and those that are asked for. */
class StateBackupsTest {
    private static final Duration DAY = Duration.ofHours(24);
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Actor ACTOR = new Actor("cli", "r1");

    @TempDir
    Path folder;

    private final MemoryStore store = MemoryStore.immediate();
    private World world;
    private long free = Long.MAX_VALUE;
    private final Map<Path, StateBackups.Space> disks = new HashMap<>();

    @BeforeEach
    void make() throws IOException {
        world = new World(folder.resolve("data"), store);
    }

    private Path kept() {
        return folder.resolve("kept");
    }

    private StateBackups backups(Duration every, int kept) {
        StateBackups backups = new StateBackups(
                world.ports,
                world.cluster,
                world.payloads,
                world.data,
                new StateBackups.Rules(kept(), every, kept, "test"),
                place -> disks.getOrDefault(place, new StateBackups.Space("one", Long.MAX_VALUE, free)));
        backups.start();
        return backups;
    }

    private static List<String> names(Backups backups) {
        return backups.standing().kept().stream().map(Backups.Kept::name).toList();
    }

    @Test
    void one_is_made_a_minute_after_the_start_and_then_every_so_often_and_the_newest_stay() throws IOException {
        StateBackups backups = backups(DAY, 2);
        Files.createDirectories(kept());
        Files.writeString(kept().resolve("mine.zip"), "not Miroir's");
        world.pass(MINUTE);
        world.pass(DAY);
        world.pass(DAY);

        assertThat(world.delays).containsExactly(MINUTE, DAY, DAY, DAY);
        assertThat(names(backups)).containsExactly("miroir-20260303T120100Z.zip", "miroir-20260302T120100Z.zip");
        assertThat(kept())
                .isDirectoryContaining("glob:**/mine.zip")
                .isDirectoryNotContaining("glob:**/miroir-20260301T120100Z.zip")
                .isDirectoryNotContaining("glob:**.part");
        for (Backups.Kept one : backups.standing().kept()) {
            assertThat(Files.getPosixFilePermissions(kept().resolve(one.name())))
                    .hasSize(2);
        }
        assertThat(Files.getPosixFilePermissions(kept())).isNotEmpty();
        assertThat(backups.standing().problem()).isNull();
    }

    @Test
    void a_restart_goes_on_with_the_schedule_of_the_one_before() {
        backups(DAY, 2).stop();
        world.later.clear();
        StateBackups first = backups(DAY, 2);
        world.pass(MINUTE);
        first.stop();
        world.now = world.now.plus(Duration.ofHours(5));
        world.delays.clear();

        StateBackups second = backups(DAY, 2);

        assertThat(world.delays).containsExactly(Duration.ofHours(19));
        assertThat(names(second)).containsExactly("miroir-20260301T120100Z.zip");
        world.later.remove().run();
        assertThat(names(first)).as("a stopped one makes none").hasSize(1);
    }

    @Test
    void one_that_fails_is_told_and_tried_again_and_costs_none_of_the_others() {
        StateBackups backups = backups(DAY, 1);
        world.pass(MINUTE);
        free = 100;
        world.pass(DAY);
        world.pass(HOUR);

        assertThat(world.delays).containsExactly(MINUTE, DAY, HOUR, HOUR);
        assertThat(names(backups)).containsExactly("miroir-20260301T120100Z.zip");
        assertThat(backups.standing().problem()).contains("space is short");
        assertThat(store.audit(0, 9)).extracting(AuditRow::what).containsExactly("backup failed");

        free = Long.MAX_VALUE;
        world.pass(HOUR);

        assertThat(backups.standing().problem()).isNull();
        assertThat(names(backups)).containsExactly("miroir-20260302T140100Z.zip");
        assertThat(world.delays).endsWith(DAY);
    }

    @Test
    void of_a_small_disk_a_tenth_stays_free_and_not_more() {
        disks.put(kept(), new StateBackups.Space("small", 100 << 20, 11 << 20));
        StateBackups backups = backups(DAY, 1);
        world.pass(MINUTE);
        assertThat(backups.standing().problem()).isNull();

        disks.put(kept(), new StateBackups.Space("small", 100 << 20, 9 << 20));
        world.pass(DAY);
        assertThat(backups.standing().problem()).contains("space is short in " + kept(), "10485760 stay free");
    }

    @Test
    void a_folder_on_another_disk_takes_what_the_data_folder_has_no_room_for() throws IOException {
        Path database = world.data.resolve(StateFiles.DATABASE);
        Files.write(database, new byte[1 << 20]);
        long reserve = 10 << 20;
        disks.put(world.data, new StateBackups.Space("small", 10 * reserve, reserve + 100));
        disks.put(kept(), new StateBackups.Space("other", Long.MAX_VALUE, Long.MAX_VALUE));
        StateBackups backups = backups(DAY, 2);
        world.pass(MINUTE);
        assertThat(backups.standing().problem()).isNull();
        assertThat(names(backups)).hasSize(1);
        assertThat(kept()).isDirectoryNotContaining("glob:**.part");

        disks.put(world.data, new StateBackups.Space("small", 10 * reserve, reserve - 1));
        world.pass(DAY);
        assertThat(backups.standing().problem()).contains("space is short in " + world.data + ": ", "0 are needed");

        disks.put(world.data, new StateBackups.Space("other", 10 * reserve, reserve + 100));
        world.pass(HOUR);
        assertThat(backups.standing().problem()).contains("space is short in " + world.data + ": ");
    }

    @Test
    void a_store_that_cannot_be_copied_leaves_no_backup_and_no_rest() {
        StateBackups backups = backups(DAY, 1);
        store.failNextWrite("the disk is gone");
        world.pass(MINUTE);

        assertThat(backups.standing().problem()).contains("the disk is gone");
        assertThat(names(backups)).isEmpty();
        assertThat(world.data).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void what_a_killed_process_left_half_made_goes_at_the_start() throws IOException {
        Files.createDirectories(world.data.resolve("backup.part/payloads"));
        Files.createDirectories(world.data.resolve("download.part"));
        Files.createDirectories(kept().resolve("miroir-backup.part/payloads"));
        Files.createDirectories(kept());
        Files.writeString(kept().resolve("miroir-20260301T000000Z.zip.part"), "half");
        Files.writeString(kept().resolve("other.part"), "not Miroir's");

        backups(DAY, 1);

        assertThat(world.data).isDirectoryNotContaining("glob:**.part");
        assertThat(kept()).isDirectoryNotContaining("glob:**/miroir*.part").isDirectoryContaining("glob:**/other.part");
    }

    @Test
    void a_clock_that_was_set_back_does_not_cost_the_newest_backup() {
        StateBackups backups = backups(DAY, 1);
        world.pass(MINUTE);
        world.now = world.now.minus(Duration.ofDays(30));
        world.pass(DAY);

        assertThat(names(backups)).containsExactly("miroir-20260131T120100Z.zip");
    }

    @Test
    void never_means_never() {
        backups(Duration.ZERO, 1);
        assertThat(world.later).isEmpty();
        assertThat(kept()).doesNotExist();
    }

    @Test
    void one_is_downloaded_at_a_time_and_an_audit_row_says_by_whom() throws Exception {
        StateBackups backups = backups(Duration.ZERO, 1);
        Path file = folder.resolve("download.zip");
        try (Backups.Download download = backups.open(ACTOR)) {
            assertThat(download.name()).isEqualTo("miroir-20260301T120000Z.zip");
            assertThatThrownBy(() -> backups.open(ACTOR))
                    .isInstanceOf(Backups.Refused.class)
                    .hasMessageContaining("Another backup");
            try (OutputStream out = Files.newOutputStream(file)) {
                download.writeTo(out);
            }
        }
        assertThat(Archive.check(file).miroir()).isEqualTo("test");
        assertThat(world.data).isDirectoryNotContaining("glob:**.part");
        assertThat(store.audit(0, 9))
                .hasSize(1)
                .allMatch(row -> row.who().equals("cli")
                        && row.what().equals("download backup")
                        && "r1".equals(row.requestId()));

        free = 0;
        assertThatThrownBy(() -> backups.open(ACTOR)).hasMessageContaining("space is short");
        free = Long.MAX_VALUE;
        backups.open(ACTOR).close();
    }
}
