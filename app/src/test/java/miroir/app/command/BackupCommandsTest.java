package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupCommandsTest extends ClientTest {
    @TempDir
    Path folder;

    private static byte[] archive() throws IOException, NoSuchAlgorithmException {
        byte[] database = "the database".getBytes(StandardCharsets.UTF_8);
        String sum =
                HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(database));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            zip.putNextEntry(new ZipEntry("miroir.mv.db"));
            zip.write(database);
            zip.putNextEntry(new ZipEntry("manifest.json"));
            zip.write("""
                    {"miroir": "1", "schema": "001", "clusterId": "c1", "createdAt": "2026-03-01T12:00:00Z",
                     "topologyVersion": 3, "nextTaskUid": 42, "unfinishedTasks": 2,
                     "entries": [{"name": "miroir.mv.db", "bytes": 12, "sha256": "%s"}]}
                    """.formatted(sum).getBytes(StandardCharsets.UTF_8));
        }
        return bytes.toByteArray();
    }

    private Path file() {
        return folder.resolve("state.zip");
    }

    @Test
    void a_backup_is_downloaded_checked_and_kept_for_its_owner_alone() throws IOException, NoSuchAlgorithmException {
        miroir.on("GET backup", 200, archive());

        assertThat(run("backup", file().toString(), "--key", "k")).isZero();

        assertThat(Files.readAllBytes(file())).isEqualTo(archive());
        assertThat(Files.getPosixFilePermissions(file())).hasSize(2);
        assertThat(out.toString()).contains("2026-03-01T12:00:00Z", file().toString(), "cluster c1", "next task 42");
        assertThat(miroir.headers).containsExactly("miroir-cli Bearer k");
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
        assertThat(run("backup", folder.resolve("json.zip").toString(), "--json"))
                .isZero();
        assertThat(out.toString()).contains("\"clusterId\" : \"c1\"");
    }

    @Test
    void a_file_that_is_there_is_overwritten_by_a_whole_one_and_only_when_that_is_meant()
            throws IOException, NoSuchAlgorithmException {
        byte[] whole = archive();
        miroir.on("GET backup", 200, Arrays.copyOf(whole, whole.length - 30)).on("GET backup", 200, whole);
        Files.writeString(file(), "yesterday's");

        assertThat(run("backup", file().toString())).isEqualTo(1);
        assertThat(miroir.calls).isEmpty();
        assertThat(err.toString()).contains("--yes overwrites it");
        assertThat(run("backup", file().toString(), "--yes")).isEqualTo(1);
        assertThat(err.toString()).contains("damaged, cut short or no backup");
        assertThat(file()).hasContent("yesterday's");
        answer = Optional.of(true);
        assertThat(run("backup", file().toString())).isZero();
        assertThat(Files.readAllBytes(file())).isEqualTo(whole);
        assertThat(questions).hasSize(2);
    }

    @Test
    void what_goes_wrong_is_said_and_leaves_no_file() {
        miroir.on("GET backup", 503, "{\"message\":\"Another backup.\",\"code\":\"backup_refused\"}");

        assertThat(run("backup", file().toString())).isEqualTo(1);
        assertThat(run("backup", folder.resolve("no/such/x.zip").toString())).isEqualTo(1);
        assertThat(run(Map.of("MIROIR_URL", "http://127.0.0.1:1"), "backup", file().toString()))
                .isEqualTo(1);

        assertThat(err.toString())
                .contains("Another backup. (backup_refused)", "no/such is not there", "no answer from");
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void a_backup_is_put_where_the_configuration_says_and_what_comes_next_is_told()
            throws IOException, NoSuchAlgorithmException {
        Files.write(file(), archive());
        Path data = folder.resolve("data");
        Path config = Files.writeString(folder.resolve("miroir.yml"), "data: " + data + "\n");
        String[] line = {"restore", file().toString(), "--config", config.toString()};

        assertThat(run(line)).isEqualTo(1);
        assertThat(data).doesNotExist();
        assertThat(err.toString()).contains("miroir restore " + file() + " --config " + config + " --yes");
        answer = Optional.of(true);
        assertThat(run(line)).isZero();

        assertThat(questions).allMatch(question -> question.contains(data.toString()));
        assertThat(data.resolve("miroir.mv.db")).hasContent("the database");
        assertThat(out.toString()).contains("cluster c1", "2 unfinished tasks", "start Miroir", "adopt");
        assertThat(run("restore", file().toString(), "--data", data.toString(), "--yes"))
                .isZero();
        assertThat(out.toString()).contains("is now in " + data.resolve("before-restore-"));
    }

    @Test
    void what_is_no_backup_is_refused_before_anybody_is_asked() throws IOException {
        Files.writeString(file(), "nothing of the kind");

        assertThat(run("restore", file().toString(), "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(run("restore", folder.resolve("absent.zip").toString(), "--data", folder.toString()))
                .isEqualTo(1);
        assertThat(run(
                        "restore",
                        file().toString(),
                        "--config",
                        folder.resolve("absent.yml").toString()))
                .isEqualTo(2);

        assertThat(questions).isEmpty();
        assertThat(err.toString()).contains("no backup", "there is no file");
    }
}
