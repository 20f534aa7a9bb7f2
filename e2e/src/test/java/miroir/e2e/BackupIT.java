package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The machine of Miroir is lost, and the README's own lines bring everything back on another one. */
final class BackupIT {
    private static final String SECTION = "## Backups and ways back";
    private static final String PROGRAM = "java -jar miroir.jar ";
    private static final int NODES = 2;

    private final Set<String> acknowledged = new ConcurrentSkipListSet<>();
    private final AtomicBoolean stop = new AtomicBoolean();

    /** The nodes are away while the backup is made, so that what it saves is on no node yet. */
    @Test
    void what_was_acknowledged_before_a_backup_is_there_after_the_loss_of_the_machine()
            throws IOException, InterruptedException {
        List<String> lines = lines();
        assertThat(lines).extracting(line -> line.split(" ", -1)[0]).containsExactly("backup", "restore", "serve");
        Fleet.Shape shape = new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, NODES, 2, 4, true);
        try (Fleet fleet = Fleet.start(shape, "a-master-key-of-many-bytes")) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"docs\",\"primaryKey\":\"id\"}"));
            write(miroir, "early", 5);
            for (int i = 0; i < NODES; i++) {
                fleet.nodeProgram(i).kill();
            }
            Thread writer = new Thread(() -> {
                for (int i = 0; !stop.get(); i++) {
                    write(miroir, "late" + i, 1);
                    Api.pause();
                }
            });
            writer.start();
            Api.until("some writes wait", () -> acknowledged.size() > 20);
            Set<String> before = new TreeSet<>(acknowledged);
            Path machine = Files.createDirectories(fleet.folder().resolve("new-machine"));
            Map<String, String> reach =
                    Map.of("MIROIR_URL", miroir.address().toString(), "MIROIR_KEY", "a-master-key-of-many-bytes");
            try (Program backup = follow(lines.get(0), machine, reach)) {
                assertThat(backup.exitStatus()).as(backup.output()).isZero();
            }
            stop.set(true);
            writer.join();
            fleet.miroirProgram().kill();
            delete(fleet.folder().resolve("miroir"));
            for (int i = 0; i < NODES; i++) {
                fleet.restartNode(i);
            }

            String config = Files.readString(fleet.folder().resolve("miroir.yml"));
            String elsewhere = machine.resolve("state").toString();
            Files.writeString(
                    machine.resolve("miroir.yml"),
                    config.replace(fleet.folder().resolve("miroir").toString(), elsewhere));
            try (Program restore = follow(lines.get(1), machine, Map.of())) {
                assertThat(restore.exitStatus()).as(restore.output()).isZero();
                assertThat(restore.output()).contains(elsewhere);
            }
            try (Program serve = follow(lines.get(2), machine, Map.of())) {
                Api.until("Miroir answers or ends", () -> miroir.healthy() || !serve.alive());
                assertThat(serve.alive()).as(serve.output()).isTrue();
                fleet.awaitNodesUp();
                before.forEach(id -> Api.until(id + " is there", () -> found(miroir, id)));
                for (JsonNode task : miroir.get("/tasks?limit=1000").json().path("results")) {
                    assertThat(miroir.await(task.path("uid").asLong())
                                    .path("status")
                                    .asText())
                            .as(task.toString())
                            .isEqualTo("succeeded");
                }
                write(miroir, "afterwards", 1);
                Api.until("it goes on", () -> found(miroir, "afterwards-0"));
            }
        }
    }

    /** What the README's section says to type, without the comments. */
    private static List<String> lines() throws IOException {
        String readme = Files.readString(Path.of("..", "README.md"));
        String section = readme.substring(readme.indexOf(SECTION) + SECTION.length());
        List<String> lines = new ArrayList<>();
        for (String line :
                section.substring(0, section.indexOf("\n## ")).lines().toList()) {
            if (line.startsWith(PROGRAM)) {
                lines.add(line.substring(PROGRAM.length()).replaceFirst("\\s+#.*", ""));
            }
        }
        return lines;
    }

    /** Types a line of the README on that machine. */
    private static Program follow(String line, Path machine, Map<String, String> environment) {
        String java =
                ProcessHandle.current().info().command().orElse("java") + " -XX:+UseSerialGC -XX:TieredStopAtLevel=1";
        String typed = "cd '" + machine + "' && exec " + java + " -jar '" + Program.jarFile() + "' " + line;
        Path log = machine.resolve(line.substring(0, (line + " ").indexOf(' ')) + ".log");
        return Program.start(List.of("bash", "-c", typed), environment, log);
    }

    private void write(Api miroir, String name, int documents) {
        for (int i = 0; i < documents; i++) {
            String id = name + "-" + i;
            Api.Answer answer = miroir.post("/indexes/docs/documents", "[{\"id\":\"" + id + "\"}]");
            assertThat(answer.status()).isEqualTo(202);
            acknowledged.add(id);
        }
    }

    private static boolean found(Api miroir, String id) {
        return miroir.get("/indexes/docs/documents/" + id).status() == 200;
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        }
        assertThat(folder).doesNotExist();
    }
}
