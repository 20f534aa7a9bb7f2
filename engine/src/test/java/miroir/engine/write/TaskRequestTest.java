package miroir.engine.write;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.engine.payload.Seal;
import org.junit.jupiter.api.Test;

class TaskRequestTest {
    @Test
    void a_write_keeps_the_seal_of_its_payload() {
        TaskRequest request = new TaskRequest.WriteDocuments("PUT", "p.ndjson", 3, "id", true, new Seal(18, 7));
        assertThat(request.toJson()).contains("\"seal\":{\"bytes\":18,\"crc32c\":7}");
        assertThat(TaskRequest.fromJson(request.toJson())).isEqualTo(request);
    }

    @Test
    void a_write_that_was_stored_without_a_seal_is_read() {
        String stored = "{\"do\":\"writeDocuments\",\"method\":\"POST\",\"payload\":\"p.ndjson\",\"received\":3,"
                + "\"primaryKey\":null,\"skipCreation\":false}";
        assertThat(TaskRequest.fromJson(stored))
                .isEqualTo(new TaskRequest.WriteDocuments("POST", "p.ndjson", 3, null, false, null));
    }
}
