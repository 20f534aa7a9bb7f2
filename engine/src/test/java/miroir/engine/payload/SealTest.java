package miroir.engine.payload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SealTest {
    @TempDir
    Path directory;

    @Test
    void a_file_has_the_check_value_of_crc_32c() throws IOException {
        Path file = Files.writeString(directory.resolve("f"), "123456789");
        assertThat(Seal.of(file)).isEqualTo(new Seal(9, 0xE3069283L));
    }

    @Test
    void what_is_spooled_has_the_seal_that_was_made_on_the_way() throws IOException {
        String body = "[" + ("{\"id\":1,\"t\":\"" + "é".repeat(5000) + "\"},").repeat(30) + "{\n}]";
        for (String[] each : new String[][] {
            {"application/json", body},
            {"application/x-ndjson", "{\"id\":1}"},
            {"text/csv", "id,t\n1,a\n2,b\n"},
            {"application/json", "[]"}
        }) {
            Payload payload = new Reading(directory).read(each[0], each[1]);
            assertThat(payload.seal()).isEqualTo(Seal.of(payload.file()));
            assertThat(payload.seal().damage(payload.file())).isEmpty();
        }
    }

    @Test
    void each_bit_and_each_byte_counts() throws IOException {
        byte[] bytes = "{\"id\":1}\n{\"id\":2}\n".getBytes(StandardCharsets.UTF_8);
        Path file = Files.write(directory.resolve("f"), bytes);
        Seal seal = Seal.of(file);
        for (int bit = 0; bit < bytes.length * 8; bit++) {
            byte[] changed = bytes.clone();
            changed[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(seal.damage(Files.write(file, changed))).contains("its bytes were changed");
        }
        Files.writeString(file, "{\"id\":1}\n");
        assertThat(seal.damage(file)).contains("it has 9 bytes instead of 18");
        Files.delete(file);
        assertThat(seal.damage(file)).contains("it is missing");
    }
}
