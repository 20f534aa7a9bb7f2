package miroir.app.demo;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FleetTest {
    private final Fleet fleet = new Fleet(HttpClient.newHttpClient());

    @TempDir
    Path folder;

    @AfterEach
    void stop() {
        fleet.close();
    }

    @Test
    void a_node_that_ends_at_once_is_reported_with_its_last_words() throws IOException, InterruptedException {
        fleet.start(script("echo the disk is full; exit 3"), place());

        assertThatThrownBy(fleet::awaitHealthy)
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("node-a did not start:")
                .hasMessageContaining("the disk is full");
    }

    @Test
    void after_the_end_no_node_is_started_any_more() throws IOException, InterruptedException {
        NodeProgram program = script("sleep 60");
        fleet.close();

        assertThatThrownBy(() -> fleet.start(program, place())).isInstanceOf(InterruptedException.class);
    }

    private NodeProgram script(String commands) throws IOException {
        Path file = Files.writeString(folder.resolve("node.sh"), "#!/bin/sh\n" + commands + "\n");
        if (!file.toFile().setExecutable(true)) {
            throw new IOException("cannot make " + file + " executable");
        }
        return new NodeProgram.Meilisearch(file);
    }

    /** Port 1 answers nothing. */
    private NodeProgram.Place place() {
        return new NodeProgram.Place(DemoOptions.nodeId(0), 1, folder, folder.resolve("node.log"), "key");
    }
}
