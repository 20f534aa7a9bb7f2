package miroir.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import miroir.core.placement.PlacementStrategy;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigLoaderTest {
    private static final String TWO_NODES = """
            nodes:
              - { id: node-a, address: "http://10.0.0.1:7700", group: 0 }
              - { id: node-b, address: "http://10.0.0.2:7700", group: 0 }
            """;

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameTheFile() {
        file = folder.resolve("miroir.yml");
    }

    @Test
    void without_flags_variables_and_file_the_defaults_hold() throws ConfigException {
        Config config = load(Map.of(), Map.of());

        assertThat(config)
                .isEqualTo(new Config(
                        7700,
                        "127.0.0.1",
                        Path.of("./miroir-data"),
                        null,
                        null,
                        64,
                        2,
                        PlacementStrategy.BALANCED,
                        ReadCopies.FIRST,
                        Config.SEARCH_TIMEOUT_SECONDS,
                        15,
                        7,
                        List.of(),
                        new ConfiguredBackups(Path.of("./miroir-data/backups"), 24, 7)));
    }

    @Test
    void errors_stand_in_the_order_of_the_file_and_show_no_secret_of_an_address() throws Exception {
        Path taken = Files.writeString(folder.resolve("taken"), "a file");
        write("""
                shards: none
                nodes:
                  - { id: node-a, address: "http://10.0.0.1:7700/?key=s3cr3t2" }
                backupFolder: %s
                prot: 1
                """.formatted(taken));
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> load(Map.of(), Map.of()));

        assertThat(failure.errors()).extracting(ConfigError::where).isSorted().hasSize(4);
        assertThat(failure.getMessage())
                .contains("must not hold a query", "?***", "must be a folder that can be written")
                .doesNotContain("s3cr3t2");
    }

    @Test
    void every_key_of_the_documented_file_is_read() throws Exception {
        write("""
                port: 7800
                bind: 0.0.0.0
                data: /var/lib/miroir
                masterKey: ${MIROIR_MASTER_KEY}
                nodeKey: ${NODE_SECRET:-fallback}
                shards: 128
                replicationFactor: 1
                placement: rendezvous
                readCopies: rotate
                searchTimeoutSeconds: 90
                rereplicateAfterMinutes: 5
                verifyEveryDays: 0
                backupFolder: /mnt/other
                backupEveryHours: 6
                backupsKept: 30
                nodes:
                  - { id: node-a, address: "http://10.0.0.1:7700", group: 0 }
                  - id: node-b
                    address: HTTPS://Search.Example:443/
                    group: 1
                    key: own
                """);

        Config config = load(Map.of(), Map.of("MIROIR_MASTER_KEY", "a-very-long-master-key"));

        assertThat(config)
                .isEqualTo(new Config(
                        7800,
                        "0.0.0.0",
                        Path.of("/var/lib/miroir"),
                        "a-very-long-master-key",
                        "fallback",
                        128,
                        1,
                        PlacementStrategy.RENDEZVOUS,
                        ReadCopies.ROTATE,
                        90,
                        5,
                        0,
                        List.of(
                                new ConfiguredNode(
                                        new NodeId("node-a"), URI.create("http://10.0.0.1:7700"), new GroupId(0), null),
                                new ConfiguredNode(
                                        new NodeId("node-b"),
                                        URI.create("https://search.example"),
                                        new GroupId(1),
                                        "own")),
                        new ConfiguredBackups(Path.of("/mnt/other"), 6, 30)));
    }

    @Test
    void a_flag_wins_over_a_variable_that_over_the_file() throws Exception {
        write("port: 1\nbind: 127.0.0.2\ndata: from-file\n");

        Config config = load(Map.of("port", "3"), Map.of("MIROIR_PORT", "2", "MIROIR_BIND", "127.0.0.3"));

        assertThat(config.port()).isEqualTo(3);
        assertThat(config.bind()).isEqualTo("127.0.0.3");
        assertThat(config.data()).isEqualTo(Path.of("from-file"));
    }

    @Test
    void all_errors_are_reported_at_once_with_file_line_and_key() throws IOException {
        write("""
                prot: 7700
                port: 70000
                shards: many
                replicationFactor: 0
                placement: random
                readCopies: [first]
                masterKey: ${NOT_SET}
                nodes:
                  - { id: node-a, address: "ftp://10.0.0.1" }
                  - { id: node a, address: "http://10.0.0.1:7700/path" }
                  - { id: node-c, address: "http://user:pw@10.0.0.1:7700", group: -1, adress: x }
                  - { id: node-d, address: "http://10.0.0.9:7700" }
                  - { id: node-d, address: "http://10.0.0.9:7700/" }
                  - { address: "http://10.0.0.3?x=1" }
                  - node-e
                """);

        assertThat(errors(Map.of("bind", "0.0.0.0"), Map.of()))
                .containsExactlyInAnyOrder(
                        at(1) + "prot: unknown key; did you mean port?",
                        at(2) + "port: must be from 0 to 65535, not 70000",
                        at(3) + "shards: must be a whole number from 1 to 65536, not 'many'",
                        at(4) + "replicationFactor: must be from 1 to 16, not 0",
                        at(5) + "placement: must be balanced or rendezvous, not 'random'",
                        at(6) + "readCopies: must be a single value",
                        at(7) + "masterKey: the variable NOT_SET is not set and has no default",
                        at(9) + "nodes[0].address: must start with http:// or https://, not 'ftp://10.0.0.1'",
                        at(10) + "nodes[1].id: must be 1 to 64 letters, digits, '.', '_' or '-', not 'node a'",
                        at(10) + "nodes[1].address: must not hold a path, not 'http://10.0.0.1:7700/path'",
                        at(11) + "nodes[2].address: must not hold a user or password (use key)"
                                + ", not 'http://***@10.0.0.1:7700'",
                        at(11) + "nodes[2].group: must be from 0 to 1000000, not -1",
                        at(11) + "nodes[2].adress: unknown key; did you mean address?",
                        at(13) + "nodes[4].id: node-d is already taken by " + file + " line 12",
                        at(13) + "nodes[4].address: http://10.0.0.9:7700 is already taken by " + file + " line 12",
                        at(14) + "nodes[5].id: is missing",
                        at(14) + "nodes[5].address: must not hold a query or fragment, not 'http://10.0.0.3?***'",
                        at(15) + "nodes[6]: must have an id and an address");
    }

    @Test
    void more_copies_than_a_group_has_nodes_are_refused() throws IOException {
        write("replicationFactor: 2\n" + TWO_NODES + "  - { id: node-c, address: 'http://10.0.0.3:7700', group: 1 }\n");

        assertThat(errors(Map.of(), Map.of()))
                .containsExactly(at(1) + "replicationFactor: 2 copies need as many nodes, and group 1 has 1");
    }

    @Test
    void copies_that_nobody_asked_for_are_as_many_as_the_smallest_group_can_hold() throws Exception {
        write(TWO_NODES);
        assertThat(load(Map.of(), Map.of()).replicationFactor()).isEqualTo(2);

        write(TWO_NODES + "  - { id: node-c, address: 'http://10.0.0.3:7700', group: 1 }\n");
        assertThat(load(Map.of(), Map.of()).replicationFactor()).isEqualTo(1);
    }

    @Test
    void an_open_address_needs_a_master_key() throws ConfigException {
        assertThat(errors(Map.of("bind", "0.0.0.0"), Map.of()))
                .containsExactly("flag --bind: bind: 0.0.0.0 can be reached from outside and needs a masterKey");
        assertThat(load(Map.of("bind", "0.0.0.0", "masterKey", "secret"), Map.of())
                        .bind())
                .isEqualTo("0.0.0.0");
        assertThat(load(Map.of("bind", "::1"), Map.of()).bind()).isEqualTo("::1");
    }

    @Test
    void an_empty_master_key_is_none() {
        assertThat(errors(Map.of("bind", "0.0.0.0", "masterKey", ""), Map.of())).hasSize(1);
    }

    @Test
    void a_short_master_key_and_a_single_copy_are_only_warned_about() throws Exception {
        write("replicationFactor: 1\n" + TWO_NODES);

        assertThat(load(Map.of("masterKey", "fifteen-bytes-.."), Map.of()).warnings())
                .containsExactly(
                        "replicationFactor is 1: when a node fails, its documents are missing until it is back");
        assertThat(load(Map.of("masterKey", "short"), Map.of()).warnings())
                .hasSize(2)
                .contains("masterKey is shorter than 16 bytes and can be guessed");
    }

    @Test
    void a_file_named_explicitly_must_exist() {
        String missing = folder.resolve("other.yml").toString();

        assertThat(errors(Map.of("config", missing), Map.of()))
                .containsExactly("flag --config: config: there is no file " + missing);
        assertThat(errors(Map.of(), Map.of("MIROIR_CONFIG", missing)))
                .containsExactly("environment MIROIR_CONFIG: config: there is no file " + missing);
    }

    @Test
    void errors_of_flags_and_variables_name_them() {
        assertThat(errors(Map.of("port", "x"), Map.of("MIROIR_REPLICATION_FACTOR", "-1")))
                .containsExactlyInAnyOrder(
                        "flag --port: port: must be a whole number from 0 to 65535, not 'x'",
                        "environment MIROIR_REPLICATION_FACTOR: replicationFactor: must be from 1 to 16, not -1");
    }

    @Test
    void variables_are_replaced_inside_text_and_defaults_stand_in_for_unset_and_empty_ones() throws Exception {
        write("data: ${HOME_OF_DATA}/x-${SUFFIX:-one}-${EMPTY:-two}\nport: ${P:-7800}\n");

        Config config = load(Map.of(), Map.of("HOME_OF_DATA", "/srv/$1", "EMPTY", ""));

        assertThat(config.data()).isEqualTo(Path.of("/srv/$1/x-one-two"));
        assertThat(config.port()).isEqualTo(7800);
    }

    @Test
    void a_variable_of_a_value_that_a_flag_replaces_need_not_be_set() throws Exception {
        write("masterKey: ${NOT_SET}\n");

        assertThat(load(Map.of("masterKey", "given"), Map.of()).masterKey()).isEqualTo("given");
    }

    @Test
    void a_file_that_is_no_mapping_or_no_yaml_is_refused_with_its_line() throws IOException {
        write("- a\n- b\n");
        assertThat(errors(Map.of(), Map.of())).containsExactly(file + " line 1: must be a list of keys with values");

        write("port: 7700\ndata: [unclosed\n");
        assertThat(errors(Map.of(), Map.of())).singleElement().asString().startsWith(file + " line ");
    }

    @Test
    void a_key_given_twice_is_refused() throws IOException {
        write("port: 1\nshards: 2\nport: 3\n");

        assertThat(errors(Map.of(), Map.of())).singleElement().asString().startsWith(file + " line 3: ");
    }

    @Test
    void an_empty_file_is_as_good_as_none() throws Exception {
        write("# nothing yet\n");

        assertThat(load(Map.of(), Map.of()).port()).isEqualTo(7700);
    }

    @Test
    void keys_never_show_in_the_text_of_a_configuration() throws Exception {
        write("nodeKey: secret-one\nnodes:\n  - { id: a, address: 'http://h:1', key: secret-two }\n");

        assertThat(load(Map.of("masterKey", "secret-three"), Map.of()).toString())
                .doesNotContain("secret")
                .contains("***");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"\"", "", "\" \"", "${EMPTY}", "${NONE:-}", "\" padded\"", "\"two\\nlines\"", "ключ"})
    void an_empty_or_impossible_key_is_an_error_not_the_lack_of_one(String value) throws IOException {
        write("masterKey: " + value + "\nnodeKey: " + value + "\nnodes:\n  - id: a\n    address: http://h:1\n    key: "
                + value + "\n");

        assertThat(errors(Map.of(), Map.of("EMPTY", "")))
                .extracting(error -> error.replaceFirst("^.* line [0-9]+: ", "").replaceFirst(": must .*", ""))
                .containsExactlyInAnyOrder("masterKey", "nodeKey", "nodes[0].key");
    }

    @Test
    void an_empty_key_of_a_flag_or_a_variable_is_an_error_too() {
        assertThat(errors(Map.of("masterKey", ""), Map.of("MIROIR_MASTER_KEY", "a-very-long-master-key")))
                .containsExactly("flag --master-key: masterKey: must not be empty; leave it out to have none");
        assertThat(errors(Map.of(), Map.of("MIROIR_MASTER_KEY", "", "MIROIR_NODE_KEY", "")))
                .containsExactlyInAnyOrder(
                        "environment MIROIR_MASTER_KEY: masterKey: must not be empty; leave it out to have none",
                        "environment MIROIR_NODE_KEY: nodeKey: must not be empty; leave it out to have none");
    }

    @Test
    void an_empty_value_of_a_flag_or_a_variable_is_an_error_and_not_the_default() {
        for (Key key : Key.values()) {
            String problem = key.yaml() + ": must not be empty; leave it out ";
            assertThat(errors(Map.of(key.yaml(), ""), Map.of()))
                    .singleElement()
                    .asString()
                    .startsWith("flag " + key.flag() + ": " + problem);
            assertThat(errors(Map.of(), Map.of(key.variable(), "")))
                    .singleElement()
                    .asString()
                    .startsWith("environment " + key.variable() + ": " + problem);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"$MIROIR_MASTER", "${MIROIR_MASTER}", "${MIROIR_MASTER:-x}"})
    void a_key_that_is_the_name_of_a_variable_is_an_error_from_wherever(String text) throws IOException {
        String problem = "is the name of a variable, not what it holds";
        assertThat(errors(Map.of("masterKey", text), Map.of("MIROIR_NODE_KEY", text)))
                .hasSize(2)
                .anyMatch(error -> error.startsWith("flag --master-key: masterKey: " + problem))
                .anyMatch(error -> error.startsWith("environment MIROIR_NODE_KEY: nodeKey: " + problem));

        write("masterKey: ${ONE}\nnodeKey: ${NONE:-$MIROIR_MASTER}\n");
        assertThat(errors(Map.of(), Map.of("ONE", text)))
                .hasSize(2)
                .allMatch(error -> error.contains("Key: comes to the name of a variable"));
    }

    @Test
    void an_open_address_does_not_pass_with_an_empty_master_key() throws IOException {
        write("bind: 0.0.0.0\nmasterKey: ''\n");
        assertThat(errors(Map.of(), Map.of())).singleElement().asString().contains("masterKey: must not be empty");
    }

    @Test
    void what_only_looks_like_a_variable_is_refused_and_two_dollar_signs_are_one() throws Exception {
        write("masterKey: $MIROIR_KEY\nnodeKey: pa$word-secret\ndata: ${unclosed\nbind: ${a b}\n");
        assertThat(errors(Map.of(), Map.of("MIROIR_KEY", "a-very-long-master-key")))
                .containsExactlyInAnyOrder(
                        at(1)
                                + "masterKey: a variable is written ${MIROIR_KEY} or ${MIROIR_KEY:-default}, a dollar sign $$",
                        at(2) + "nodeKey: a variable is written ${NAME} or ${NAME:-default}, a dollar sign $$",
                        at(3) + "data: a variable is written ${NAME} or ${NAME:-default}, a dollar sign $$",
                        at(4) + "bind: a variable is written ${NAME} or ${NAME:-default}, a dollar sign $$");

        write("masterKey: pa$$word-$$-of-5$-1$\ndata: $${HOME}\n");
        assertThat(load(Map.of(), Map.of()).masterKey()).isEqualTo("pa$word-$-of-5$-1$");
        assertThat(load(Map.of(), Map.of()).data()).isEqualTo(Path.of("${HOME}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "port: ${MIROIR_MASTER_KEY}",
                "placement: ${A_PASSWORD}",
                "masterKey: hunter2-secret\nbind: hunter2-secret",
                "masterKey:hunter2-secret: x",
                "masterKey:hunter2-secret: 1\nmasterKey:hunter2-secret: 2",
                "masterKey=hunter2-secret",
                "masterKey: *hunter2-secret",
                "masterKey: &hunter2-secret",
                "masterKey: !hunter2-secret x",
                "masterKey: !hunter2-secret!x y",
                "masterKey: %hunter2-secret",
                "masterKey: @hunter2-secret",
                "masterKey: 'hunter2-secret",
                "masterKey: 'hunter2-secret'hunter2-secret",
                "masterKey: [hunter2-secret",
                "masterKey: {hunter2-secret}",
                "masterKey: |hunter2-secret",
                "masterKey: a: hunter2-secret",
                "masterKey: \"\\hunter2-secret\"",
                "masterKey: \"sealed:hunter2-secret\"",
                "nodes: [{id: a, address: 'http://h:1', key:hunter2-secret}]",
                "nodes: [{id: a, address: 'http://u:hunter2-secret@h:1'}]",
                "nodes: [{id: a, address: 'http://u:hunter2-secret@h:1/@/'}]",
                "nodes: [{id: a, address: 'u:hunter2-secret@h:1'}]",
                "nodes: [{id: a, address: 'u:x hunter2-secret x@h:1'}]",
                "nodes: [{id: a, address: 'http://u:hunter2-secret x@h:1'}]",
                "nodes: [{id: a, address: \"http://u:'hunter2-secret'@h:1\"}]",
                "nodes: [{id: a, address: 'http:/u:hunter2-secret@h:1'}]",
                "nodes: [{id: a, address: 'http://h:1?a b=hunter2-secret'}]",
                "nodes: [{id: a, address: 'h:1?key=hunter2-secret'}]",
                "nodes: [{id: 'u:hunter2-secret@h:1', address: 'http://h:1'}]",
                "nodes: [{id: a, group: 'u:hunter2-secret@h:1', address: 'http://h:1'}]",
                "nodes: [{id: a, address: 'http://h:1', key: [hunter2-secret]}]",
                "nodes: hunter2-secret",
                "hunter2-secret",
                "bind: http://u:hunter2-secret@h",
                "bind: u:hunter2-secret@h",
                "placement: u:hunter2-secret@h"
            })
    void no_error_shows_a_key_or_a_password(String yaml) throws IOException {
        write(yaml + "\nport: nonsense\n");
        assertThat(errors(Map.of(), Map.of("MIROIR_MASTER_KEY", "hunter2-secret", "A_PASSWORD", "hunter2-secret")))
                .isNotEmpty()
                .noneMatch(error -> error.contains("hunter2"));
        assertThat(errors(Map.of(), Map.of()))
                .isNotEmpty()
                .filteredOn(error -> !yaml.contains("${"))
                .noneMatch(error -> error.contains("hunter2"));
    }

    @Test
    void the_sample_has_every_key_and_is_valid() throws Exception {
        String sample;
        try (InputStream in = Config.class.getResourceAsStream("/miroir/app/command/sample.yml")) {
            sample = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        write(sample);
        assertThat(load(Map.of(), Map.of()).nodes()).hasSize(2);
        assertThat(sample.lines().map(line -> line.replaceFirst("^#", "").replaceFirst(":.*", "")))
                .containsAll(Key.inFile());

        write(sample.replace("#masterKey", "masterKey")
                .replace("#nodeKey", "nodeKey")
                .replace("# - {", "  - {"));
        assertThat(load(
                                Map.of(),
                                Map.of(
                                        "MIROIR_MASTER_KEY",
                                        "a-very-long-master-key",
                                        "NODE_KEY",
                                        "n",
                                        "NODE_C_KEY",
                                        "c"))
                        .nodes())
                .hasSize(3);
    }

    private String at(int line) {
        return file + " line " + line + ": ";
    }

    private void write(String yaml) throws IOException {
        Files.writeString(file, yaml);
    }

    private Config load(Map<String, String> flags, Map<String, String> environment) throws ConfigException {
        return ConfigLoader.load(new ConfigSources(flags, environment, file));
    }

    private List<String> errors(Map<String, String> flags, Map<String, String> environment) {
        ConfigException failure = catchThrowableOfType(ConfigException.class, () -> load(flags, environment));
        assertThat(failure).as("the configuration is refused").isNotNull();
        return failure.errors().stream().map(ConfigError::toString).toList();
    }
}
