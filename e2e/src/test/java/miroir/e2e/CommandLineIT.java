package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CommandLineIT {
    private static final int INTERRUPTED = 130;
    private static final int TERMINATED = 143;

    @TempDir
    Path folder;

    private int programs;

    private Program run(String... arguments) {
        return Program.jar(List.of(arguments), folder.resolve("out-" + programs++ + ".log"));
    }

    private String serve(int port) throws IOException {
        Path config = folder.resolve("miroir.yml");
        Files.writeString(
                config,
                "port: " + port + "\ndata: " + folder.resolve("data") + "\nnodes:\n"
                        + "  - { id: a, address: \"http://127.0.0.1:" + Program.freePort() + "\", group: 0 }\n");
        return config.toString();
    }

    private static void awaitHealthy(int port) {
        Api.until("Miroir answers", new Api(java.net.URI.create("http://127.0.0.1:" + port), null)::answers);
    }

    @Test
    void check_config_tells_all_errors_at_once() throws IOException {
        Path config = folder.resolve("bad.yml");
        Files.writeString(config, """
                port: 99999
                bind: 0.0.0.0
                shards: none
                replicatonFactor: 2
                placement: random
                nodes:
                  - { id: a, address: "ftp://x", group: 0 }
                  - { id: a, address: "http://127.0.0.1:1", group: 0 }
                """);
        Program check = run("check-config", "--config", config.toString());
        assertThat(check.exitStatus()).isEqualTo(2);
        assertThat(check.output())
                .contains("port", "bind", "shards", "replicationFactor", "placement", "address")
                .contains("line 1")
                .doesNotContain("Exception");
        Program good = run("check-config", "--config", serve(Program.freePort()));
        assertThat(good.exitStatus()).isZero();
        assertThat(good.output()).contains("valid");
    }

    @Test
    void help_and_version_are_told_and_nonsense_is_refused() {
        Program help = run("--help");
        Program version = run("--version");
        Program commandHelp = run("serve", "--help");
        Program nonsense = run("--no-such-flag");
        assertThat(help.exitStatus()).isZero();
        assertThat(help.output()).contains("serve", "demo", "node", "check-config");
        assertThat(version.exitStatus()).isZero();
        assertThat(version.output()).containsPattern("[0-9]+\\.[0-9]+");
        assertThat(commandHelp.exitStatus()).isZero();
        assertThat(commandHelp.output()).contains("--port", "--master-key");
        assertThat(nonsense.exitStatus()).isEqualTo(2);
    }

    @Test
    void an_open_door_to_the_network_is_refused() {
        Program serve = run(
                "serve", "--bind", "0.0.0.0", "--data", folder.resolve("open").toString());
        assertThat(serve.exitStatus()).isEqualTo(2);
        assertThat(serve.output()).contains("0.0.0.0").contains("masterKey").doesNotContain("Exception");
        assertThat(folder.resolve("open")).doesNotExist();
    }

    @Test
    void a_second_miroir_on_the_same_data_and_a_taken_port_are_refused_in_plain_words() throws IOException {
        int port = Program.freePort();
        try (Program first = run("serve", "--config", serve(port))) {
            awaitHealthy(port);
            Program second = run(
                    "serve",
                    "--config",
                    folder.resolve("miroir.yml").toString(),
                    "--port",
                    Integer.toString(Program.freePort()));
            Program sameDoor = run(
                    "serve",
                    "--config",
                    folder.resolve("miroir.yml").toString(),
                    "--data",
                    folder.resolve("other").toString());
            assertThat(second.exitStatus()).isEqualTo(1);
            assertThat(second.output()).contains("another Miroir is using").doesNotContain("\tat ");
            assertThat(sameDoor.exitStatus()).isEqualTo(1);
            assertThat(sameDoor.output())
                    .contains(Integer.toString(port))
                    .containsIgnoringCase("in use")
                    .doesNotContain("\tat ");
            assertThat(first.alive()).isTrue();
        }
    }

    /** The search waits for a node that hangs, so that it is under way for seconds. */
    @ParameterizedTest
    @CsvSource({"INT," + INTERRUPTED, "TERM," + TERMINATED})
    void a_signal_lets_the_request_under_way_finish(String signal, int status)
            throws IOException, InterruptedException, ExecutionException, TimeoutException {
        assumeFalse(signal.equals("INT") && interruptsAreIgnored(), "started in the background: SIGINT is ignored");
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 1, 1))) {
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"slow\",\"primaryKey\":\"id\"}"));
            signal("STOP", fleet.nodeProgram(0));
            CompletableFuture<Api.Answer> search =
                    CompletableFuture.supplyAsync(() -> miroir.post("/indexes/slow/search", "{}"));
            Thread.sleep(500);
            assertThat(search).isNotDone();
            signal(signal, fleet.miroirProgram());
            assertThat(search.get(30, TimeUnit.SECONDS).header("X-Miroir-Degraded"))
                    .isNotNull();
            assertThat(fleet.miroirProgram().exitStatus()).isEqualTo(status);
            assertThat(miroir.answers()).isFalse();
        }
    }

    /** A shell lets what it starts in the background ignore SIGINT, and children inherit that. */
    private static boolean interruptsAreIgnored() throws IOException {
        Path status = Path.of("/proc/self/status");
        if (!Files.exists(status)) {
            return false;
        }
        String ignored = Files.readAllLines(status).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .map(line -> line.substring("SigIgn:".length()).strip())
                .findFirst()
                .orElse("0");
        return (Long.parseUnsignedLong(ignored, 16) & 2) != 0;
    }

    private static void signal(String name, Program program) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(program.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
