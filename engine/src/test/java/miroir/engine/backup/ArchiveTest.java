package miroir.engine.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import miroir.engine.store.Change;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.Meta;
import miroir.engine.store.Store;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is in a backup, and that a damaged one is never taken for a good one. */
class ArchiveTest {
    @TempDir
    Path folder;

    private World world;
    private Path file;

    @BeforeEach
    void save() throws IOException, BackupException {
        MemoryStore store = MemoryStore.immediate();
        store.write(java.util.List.of(new Change.PutMeta(Meta.CLUSTER_ID, "c1")))
                .join();
        world = new World(folder.resolve("data"), store);
        world.payload("a.ndjson", "{\"id\":1}\n".repeat(500));
        world.payload("b.ndjson.part", "half");
        Files.writeString(world.data.resolve("miroir.key"), "secret");
        file = world.save(folder.resolve("backup.zip"));
    }

    private Map<String, String> entries() throws IOException, BackupException {
        Map<String, ByteArrayOutputStream> read = new LinkedHashMap<>();
        Archive.read(file, name -> read.computeIfAbsent(name, n -> new ByteArrayOutputStream()));
        Map<String, String> texts = new LinkedHashMap<>();
        read.forEach((name, bytes) -> texts.put(name, bytes.toString(StandardCharsets.UTF_8)));
        return texts;
    }

    @Test
    void it_holds_database_key_and_whole_payloads_and_says_what_it_is() throws IOException, BackupException {
        assertThat(entries())
                .containsOnlyKeys("miroir.mv.db", "miroir.key", "payloads/a.ndjson")
                .containsEntry("miroir.key", "secret")
                .containsEntry("payloads/a.ndjson", "{\"id\":1}\n".repeat(500));
        Manifest manifest = Archive.check(file);
        assertThat(manifest.clusterId()).isEqualTo("c1");
        assertThat(manifest.createdAt()).isEqualTo("2026-03-01T12:00:00Z");
        assertThat(manifest.entries())
                .hasSize(3)
                .allMatch(entry -> entry.sha256().length() == 64);
        assertThat(world.data).isDirectoryNotContaining("glob:**/copy");
    }

    @Test
    void one_that_was_cut_anywhere_is_refused() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        for (int length = 0; length < whole.length; length += 37) {
            Files.write(file, Arrays.copyOf(whole, length));
            assertThatThrownBy(() -> Archive.check(file))
                    .as("cut to %d of %d bytes", length, whole.length)
                    .isInstanceOf(BackupException.class)
                    .hasMessageContaining(file.toString());
        }
    }

    @Test
    void a_changed_byte_is_never_taken_for_what_was_written() throws IOException, BackupException {
        byte[] whole = Files.readAllBytes(file);
        Map<String, String> before = entries();
        for (int at = 0; at < whole.length; at += 5) {
            byte[] changed = whole.clone();
            changed[at] ^= 0x11;
            Files.write(file, changed);
            try {
                assertThat(entries()).as("byte %d", at).isEqualTo(before); // a byte that means nothing, such as a time
            } catch (BackupException refused) {
                assertThat(refused).hasMessageContaining(file.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"../evil", "/etc/evil", "payloads/../evil", "payloads/", "other.db", "payloads/a/b", ""})
    void a_name_that_leads_elsewhere_is_refused_before_anything_is_written(String name) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(name.isEmpty() ? "x" : name));
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(("{\"schema\":\"000\",\"entries\":[{\"name\":\"" + name + "\",\"bytes\":0,\"sha256\":\"\"}]}")
                    .getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> Archive.read(file, target -> {
                    throw new AssertionError("written: " + target);
                }))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("is damaged");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "{\"entries\":null}", "{\"entries\":[null]}", "{\"entries\":[{}]}", "no"})
    void a_manifest_of_the_wrong_shape_is_refused(String json) throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry(Manifest.NAME));
            zip.write(json.getBytes(StandardCharsets.UTF_8));
        }
        assertThatThrownBy(() -> Archive.check(file)).isInstanceOf(BackupException.class);
    }

    @Test
    void what_is_no_zip_or_none_of_ours_is_refused_in_plain_words() throws IOException {
        Files.writeString(file, "{\"message\":\"no backup\"}");
        assertThatThrownBy(() -> Archive.check(file))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("no backup");
        try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
            zip.putNextEntry(new ZipEntry("x"));
        }
        assertThatThrownBy(() -> Archive.check(file))
                .isInstanceOf(BackupException.class)
                .hasMessageContaining("no backup of Miroir");
    }

    @Test
    void a_payload_whose_task_ends_while_the_state_is_copied_is_in_the_backup_and_goes_afterwards()
            throws IOException, BackupException {
        MemoryStore store = MemoryStore.immediate();
        World[] ending = new World[1];
        Store endsTasks = (Store) Proxy.newProxyInstance(
                Store.class.getClassLoader(), new Class<?>[] {Store.class}, (proxy, method, arguments) -> {
                    try {
                        Object answer = method.invoke(store, arguments);
                        if (method.getName().equals("copyTo")) {
                            ending[0].payloads.delete("a.ndjson");
                        }
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
        ending[0] = new World(folder.resolve("ending"), endsTasks);
        ending[0].payload("a.ndjson", "{}\n");
        file = ending[0].save(folder.resolve("ending.zip"));

        assertThat(entries()).containsEntry("payloads/a.ndjson", "{}\n");
        assertThat(ending[0].payloads.files()).isEmpty();
        ending[0].payload("c.ndjson", "{}\n");
        ending[0].payloads.delete("c.ndjson");
        assertThat(ending[0].payloads.files()).isEmpty();
    }
}
