package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The disk damages payloads that wait in Miroir's folder while it is down. */
final class DamagedPayloadIT {
    private static final String TWO = "[{\"id\":1,\"t\":\"one\"},{\"id\":2,\"t\":\"two\"}]";

    @Test
    void a_damaged_payload_fails_its_task_and_none_of_its_documents_is_there() throws IOException {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 2, 2, 4, true))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"docs\",\"primaryKey\":\"id\"}"));
            fleet.nodeProgram(0).kill();
            fleet.nodeProgram(1).kill();
            List<Api.Answer> accepted = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                accepted.add(miroir.post("/indexes/docs/documents", TWO));
            }
            fleet.miroirProgram().kill();
            List<Path> payloads = payloads(fleet);
            assertThat(payloads).hasSize(3);
            byte[] whole = Files.readAllBytes(payloads.get(0));
            Files.write(payloads.get(0), Arrays.copyOf(whole, whole.length / 2));
            whole[whole.length - 5] ^= 4;
            Files.write(payloads.get(1), whole);
            Files.delete(payloads.get(2));
            fleet.restartNode(0);
            fleet.restartNode(1);
            fleet.startMiroir();
            // until the first of them has answered nothing is told of tasks either
            fleet.awaitNodesUp();
            for (Api.Answer answer : accepted) {
                JsonNode task = miroir.await(answer);
                assertThat(task.path("status").asText()).as(task.toString()).isEqualTo("failed");
                assertThat(task.path("error").path("code").asText()).isEqualTo("internal");
                assertThat(task.path("error").path("message").asText()).contains("is damaged and not applied");
            }
            assertThat(total(miroir)).isZero();
            miroir.succeed(miroir.post("/indexes/docs/documents", TWO));
            assertThat(total(miroir)).isEqualTo(2);
        }
    }

    /** Asked for until the nodes, which have just been started, have proven themselves. */
    private static int total(Api miroir) {
        return await().until(() -> miroir.get("/indexes/docs/documents"), answer -> answer.status() == 200)
                .json()
                .path("total")
                .asInt(-1);
    }

    private static List<Path> payloads(Fleet fleet) throws IOException {
        try (Stream<Path> files = Files.list(fleet.folder().resolve("miroir/payloads"))) {
            return files.sorted().toList();
        }
    }
}
