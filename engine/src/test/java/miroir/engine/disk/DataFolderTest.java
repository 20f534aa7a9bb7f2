package miroir.engine.disk;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataFolderTest {
    @TempDir
    Path temporary;

    private Path data;

    @BeforeEach
    void name() {
        data = temporary.resolve("var").resolve("miroir");
    }

    @Test
    void folders_and_files_are_made_for_their_owner_alone() throws IOException {
        DataFolder.open(data);
        try (FileChannel file =
                PrivateFiles.open(data.resolve("miroir.new"), StandardOpenOption.CREATE, StandardOpenOption.WRITE)) {
            assertThat(file.size()).isZero();
            assertThat(mode("miroir.new")).isEqualTo("rw-------");
        }
        assertThat(PrivateFiles.make(data.resolve("miroir.made"))).isTrue();
        assertThat(PrivateFiles.make(data.resolve("miroir.made"))).isFalse();

        assertThat(mode("miroir.made")).isEqualTo("rw-------");
        assertThat(mode("")).isEqualTo("rwx------");
        assertThat(mode("..")).isEqualTo("rwx------");
    }

    @Test
    void what_was_left_in_wider_modes_is_narrowed() throws IOException {
        wide("miroir.mv.db");
        wide("payloads/7.ndjson");

        DataFolder.open(data);

        assertThat(mode("")).isEqualTo("rwx------");
        assertThat(mode("miroir.mv.db")).isEqualTo("rw-------");
        assertThat(mode("payloads")).isEqualTo("rwx------");
        assertThat(mode("payloads/7.ndjson")).isEqualTo("rw-------");
    }

    @Test
    void what_is_not_miroirs_stays_as_it_is() throws IOException {
        wide("miroir.mv.db");
        wide("site/index.html");
        readable(temporary.resolve("elsewhere"));
        Files.createSymbolicLink(data.resolve("miroir.link"), temporary.resolve("elsewhere"));

        DataFolder.open(data);

        assertThat(mode("miroir.mv.db")).isEqualTo("rw-------");
        assertThat(mode("site/index.html")).isEqualTo("rw-r--r--");
        assertThat(mode("")).isEqualTo("rwxr-xr-x");
        assertThat(mode("../../elsewhere")).isEqualTo("rw-r--r--");
    }

    private void wide(String name) throws IOException {
        Path file = data.resolve(name);
        Path folder = Files.createDirectories(file.getParent());
        for (; folder != null && !folder.equals(temporary); folder = folder.getParent()) {
            Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        readable(file);
    }

    private static void readable(Path file) throws IOException {
        Files.setPosixFilePermissions(Files.createFile(file), PosixFilePermissions.fromString("rw-r--r--"));
    }

    private String mode(String name) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve(name)));
    }
}
