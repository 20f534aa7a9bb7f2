package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpoolFileTest {
    @TempDir
    Path directory;

    private static PayloadSource documents(int bytes) {
        byte[] body = ("[{\"id\":1,\"t\":\"" + "x".repeat(1 << 20) + "\"}").getBytes(StandardCharsets.UTF_8);
        StringBuilder all = new StringBuilder(new String(body, StandardCharsets.UTF_8));
        while (all.length() < bytes) {
            all.append(',').append(new String(body, 1, body.length - 1, StandardCharsets.UTF_8));
        }
        byte[] whole = all.append(']').toString().getBytes(StandardCharsets.UTF_8);
        return new PayloadSource(new ByteArrayInputStream(whole), "application/json", null, null, 100_000_000);
    }

    @Test
    void a_payload_that_finds_no_room_any_more_leaves_nothing() throws Exception {
        AtomicInteger looks = new AtomicInteger();
        PayloadReader reader = new PayloadReader(
                directory,
                true,
                () -> {
                    if (looks.incrementAndGet() == 2) {
                        throw new IllegalStateException("no room");
                    }
                },
                BodyMemory.UNBOUNDED);
        assertThatThrownBy(() -> reader.read(documents(10 << 20), "x")).hasMessage("no room");
        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    @Test
    void a_folder_that_was_deleted_is_made_again() throws Exception {
        Path gone = directory.resolve("gone");
        Payload payload = new PayloadReader(gone, true).read(documents(1000), "x");
        assertThat(payload.file()).isRegularFile().hasParent(gone);
        assertThat(Files.getPosixFilePermissions(gone)).hasSize(3);
    }

    @Test
    void a_disk_that_takes_nothing_is_told_from_a_connection_that_broke() throws Exception {
        Path gone = directory.resolve("gone").resolve("with-all-above");
        assertThatThrownBy(() -> new PayloadReader(gone, true).read(documents(1000), "x"))
                .isInstanceOf(SpoolException.class);
    }
}
