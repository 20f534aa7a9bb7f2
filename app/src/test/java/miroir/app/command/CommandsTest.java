package miroir.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import miroir.app.RunningMiroir;
import miroir.app.config.Config;
import miroir.app.process.CommandContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandsTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final BlockingQueue<Config> started = new ArrayBlockingQueue<>(1);
    private final CountDownLatch closed = new CountDownLatch(1);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"", "serve", "demo", "node", "adopt", "check-config", "backup", "restore"})
    void every_command_explains_itself_and_names_its_version(String command) {
        String[] before = command.isEmpty() ? new String[0] : new String[] {command};

        assertThat(run(Map.of(), with(before, "--help"))).isZero();
        assertThat(out.toString())
                .startsWith("Usage: miroir")
                .contains("--help")
                .contains("--version");
        assertThat(run(Map.of(), with(before, "--version"))).isZero();
        assertThat(out.toString()).contains("miroir development");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "serve, --config --port --bind --data --master-key",
        "demo, --nodes --groups --rf --shards --documents --port --data --meilisearch --node-base-port",
        "node, --port --data --master-key",
        "adopt, --without",
        "check-config, --config",
        "backup, --url --key --yes --json FILE",
        "restore, --config --data --yes FILE"
    })
    void the_help_of_a_command_lists_its_flags_and_hides_internal_ones(String command, String flags) {
        run(Map.of(), command, "--help");

        assertThat(out.toString()).contains(flags.split(" ", -1)).doesNotContain("--exit-with-parent");
    }

    @Test
    void the_help_of_the_program_lists_its_commands() {
        run(Map.of(), "--help");

        assertThat(out.toString()).contains("serve", "demo", "node", "check-config", "130 interrupted");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"--no-such-flag", "serve --no-such-flag", "no-such-command", "demo --nodes x", "--port 1 node"})
    void wrong_use_exits_with_2_and_prints_no_result(String line) {
        assertThat(run(Map.of(), line.split(" ", -1))).isEqualTo(2);
        assertThat(out.toString()).isEmpty();
        assertThat(err.toString()).isNotEmpty();
    }

    @Test
    void demo_reports_all_its_wrong_flags_at_once() {
        int status =
                run(Map.of(), "demo", "--nodes", "3", "--groups", "2", "--rf", "2", "--shards", "0", "--port", "7802");

        assertThat(status).isEqualTo(2);
        assertThat(err.toString().lines())
                .containsExactly(
                        "--rf: must be from 1 to 1, not 2",
                        "--shards: must be from 1 to 65536, not 0",
                        "--port: 7802 is also the port of a node; choose another --node-base-port");
    }

    @Test
    void a_demo_whose_ports_are_taken_names_the_flag_and_starts_nothing() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String port = Integer.toString(taken.getLocalPort());

            assertThat(run(Map.of(), "demo", "--nodes", "1", "--rf", "1", "--port", "0", "--node-base-port", port))
                    .isEqualTo(1);
            assertThat(err.toString()).contains("port " + port + " is taken; choose another with --node-base-port");
        }
        assertThat(started).isEmpty();
    }

    @Test
    void a_variable_stands_in_for_a_flag_of_the_demo() {
        assertThat(run(Map.of("MIROIR_RF", "9"), "demo")).isEqualTo(2);
        assertThat(err.toString()).contains("--rf: must be from 1 to 4, not 9");
    }

    @Test
    void serve_prints_every_configuration_error_and_exits_with_2() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yml"), "prot: 1\nshards: 0\n");

        assertThat(run(Map.of(), "serve", "--config", file.toString())).isEqualTo(2);
        assertThat(err.toString().lines()).hasSize(2);
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void check_config_prints_every_error_as_its_result() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.yml"), "prot: 1\nshards: 0\n");

        assertThat(run(Map.of(), "check-config", "--config", file.toString())).isEqualTo(2);
        assertThat(out.toString().lines()).hasSize(2);
    }

    @Test
    void check_config_prints_what_a_valid_file_comes_to_without_its_keys() throws IOException {
        Path file = Files.writeString(
                folder.resolve("good.yml"),
                "masterKey: a-secret-of-many-bytes\nnodes:\n  - { id: node-a, address: 'http://h:1' }\n");

        assertThat(run(Map.of(), "check-config", "--config", file.toString())).isZero();
        assertThat(out.toString())
                .contains("valid", "port: 7700", "masterKey: set", "node-a http://h:1 group 0")
                .doesNotContain("a-secret");
        assertThat(err.toString()).contains("warning: replicationFactor is 1");
    }

    @Test
    void an_empty_value_or_a_key_that_is_the_name_of_a_variable_is_wrong_use() {
        assertThat(run(Map.of("MIROIR_DATA", ""), "node", "--port", "0")).isEqualTo(2);
        assertThat(run(Map.of("MIROIR_URL", ""), "topology")).isEqualTo(2);
        assertThat(run(Map.of(), "node", "drain", "")).isEqualTo(2);
        assertThat(run(Map.of(), "restore", "")).isEqualTo(2);
        assertThat(err.toString())
                .contains("--data must not be empty", "--url must not be empty", "ID must not be empty")
                .contains("FILE must not be empty");

        String key = "$MIROIR_MASTER";
        String address = "http://127.0.0.1:1";
        assertThat(run(Map.of("MIROIR_MASTER_KEY", key), "node", "--port", "0")).isEqualTo(2);
        assertThat(run(Map.of("MIROIR_KEY", "${KEY}"), "topology")).isEqualTo(2);
        assertThat(run(Map.of(), "node", "add", "a", address, "--node-key", key))
                .isEqualTo(2);
        assertThat(run(Map.of("MIROIR_NODE_KEY", key), "node", "key", "a")).isEqualTo(2);
        assertThat(run(Map.of(), "serve", "--master-key", key)).isEqualTo(2);
        assertThat(err.toString())
                .contains("--master-key is the name of a variable", "--key is the name of a variable")
                .contains("--node-key is the name of a variable", "masterKey: is the name of a variable");
        assertThat(started).isEmpty();
        assertThat(run(Map.of(), "topology", "--key", "", "--help")).isZero();
        assertThat(out.toString()).contains("-h, --help");
    }

    @Test
    void an_empty_key_is_wrong_use_wherever_it_is_given() {
        assertThat(run(Map.of("MIROIR_MASTER_KEY", ""), "node", "--port", "0")).isEqualTo(2);
        assertThat(run(Map.of(), "node", "--port", "0", "--master-key", "")).isEqualTo(2);
        assertThat(run(Map.of(), "topology", "--key", "")).isEqualTo(2);
        assertThat(err.toString()).contains("--master-key must not be empty", "--key must not be empty");
        assertThat(run(Map.of(), "serve", "--master-key", "")).isEqualTo(2);
        assertThat(started).isEmpty();
    }

    @Test
    void a_key_can_stand_in_a_file_instead_of_on_the_command_line() throws IOException {
        Path file = Files.writeString(folder.resolve("flags"), "--master-key a-secret-of-many-bytes\n--port=0\n");

        assertThat(run(Map.of(), "check-config", "@" + file)).isZero();
        assertThat(out.toString()).contains("masterKey: set", "port: 0").doesNotContain("a-secret");
    }

    @Test
    void a_sample_of_the_configuration_is_printed() {
        assertThat(run(Map.of(), "config", "sample")).isZero();
        assertThat(out.toString()).startsWith("# miroir.yml").contains("\nport: 7700\n");
    }

    @ParameterizedTest
    @CsvSource({"bash, complete -F", "zsh, bashcompinit", "fish, complete -c miroir -n"})
    void shells_are_taught_every_command(String shell, String word) {
        assertThat(run(Map.of(), "completion", shell)).isZero();
        assertThat(out.toString()).contains(word, "check-config", "drain", "wait");
        assertThat(run(Map.of(), "completion", "tcsh")).isEqualTo(2);
    }

    @Test
    void a_failed_start_exits_with_1_and_its_reason() {
        CommandContext context = new CommandContext(
                writer(out),
                writer(err),
                Map.of(),
                config -> {
                    throw new IllegalStateException("the port is taken");
                },
                question -> Optional.empty());

        assertThat(Commands.line(context).execute("serve", "--port", "7700")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("miroir: the port is taken");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "serve "})
    void serving_is_the_default_and_ends_with_130_when_interrupted(String command) throws InterruptedException {
        AtomicInteger status = new AtomicInteger(-1);
        Thread serving = new Thread(
                () -> status.set(run(Map.of("MIROIR_BIND", "127.0.0.2"), (command + "--port 7801").split(" ", -1))));
        serving.start();
        Config config = started.poll(30, TimeUnit.SECONDS);
        assertThat(config).isNotNull();
        assertThat(config.port()).isEqualTo(7801);
        assertThat(config.bind()).isEqualTo("127.0.0.2");

        serving.interrupt();
        serving.join();

        assertThat(status).hasValue(130);
        assertThat(closed.getCount()).as("Miroir is closed").isZero();
        assertThat(out.toString()).isEmpty();
    }

    private int run(Map<String, String> environment, String... arguments) {
        CommandContext context =
                new CommandContext(writer(out), writer(err), environment, this::start, question -> Optional.empty());
        return Commands.line(context).execute(arguments);
    }

    private RunningMiroir start(Config config) {
        started.add(config);
        return new RunningMiroir() {
            @Override
            public URI address() {
                return URI.create("http://127.0.0.1:" + config.port());
            }

            @Override
            public void close() {
                closed.countDown();
            }
        };
    }

    private static PrintWriter writer(StringWriter target) {
        return new PrintWriter(target, true);
    }

    private static String[] with(String[] before, String last) {
        String[] all = java.util.Arrays.copyOf(before, before.length + 1);
        all[before.length] = last;
        return all;
    }
}
