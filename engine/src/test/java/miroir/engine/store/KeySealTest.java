package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of nodes on the disk. */
class KeySealTest {
    private static final String SECRET = "a-key-that-nobody-may-read";

    @TempDir
    Path temporary;

    private Path data;

    @BeforeEach
    void name() {
        data = temporary.resolve("data");
    }

    private static StoredNode keyed(String id) {
        StoredNode node = Samples.node(id);
        return new StoredNode(node.node(), SECRET, node.marker(), node.taskUid());
    }

    private void write(Change... changes) {
        try (H2Store store = H2Store.open(data)) {
            store.write(List.of(changes)).join();
        }
    }

    private StoredNode read() {
        try (H2Store store = H2Store.open(data)) {
            return store.load().nodes().get(0);
        }
    }

    private String bytes() throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(data)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
        return all.toString();
    }

    @Test
    void a_key_is_read_back_and_lies_nowhere_in_clear_text() throws IOException {
        write(new Change.PutNode(keyed("a")));
        assertThat(read().key()).isEqualTo(SECRET);
        assertThat(bytes()).doesNotContain(SECRET);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data.resolve("miroir.key"))))
                .isEqualTo("rw-------");
    }

    @Test
    void equal_keys_look_different_and_open_for_their_own_node_only() throws IOException {
        KeySeal seal = KeySeal.of(temporary);
        seal.makeIfAbsent();
        String sealed = String.valueOf(seal.seal("a", SECRET));
        assertThat(seal.seal("a", SECRET)).isNotEqualTo(sealed);
        assertThat(seal.open("a", sealed)).isEqualTo(SECRET);
        assertThat(seal.open("b", sealed)).isEqualTo(sealed);
        assertThat(seal.open("a", "sealed:")).isEqualTo("sealed:");
        assertThat(seal.open("a", "sealed:!")).isEqualTo("sealed:!");
        assertThat(seal.open("a", null)).isNull();
        assertThat(seal.seal("a", null)).isNull();
        assertThat(KeySeal.of(temporary).open("a", sealed)).isEqualTo(SECRET);
    }

    @Test
    void without_the_file_keys_are_unknown_until_it_is_put_back_or_they_are_given_again() throws IOException {
        write(new Change.PutNode(keyed("a")));
        Path elsewhere = Files.move(data.resolve("miroir.key"), temporary.resolve("elsewhere"));

        StoredNode lost = read();
        assertThat(lost.keyIsLost()).isTrue();
        write(new Change.PutNode(lost.followed(9, "then")));
        assertThat(read().keyIsLost()).isTrue();

        assertThat(data.resolve("miroir.key")).doesNotExist();
        Files.copy(elsewhere, data.resolve("miroir.key"));
        assertThat(read().key()).isEqualTo(SECRET);
        assertThat(read().keyIsLost()).isFalse();

        Files.delete(data.resolve("miroir.key"));
        write(new Change.PutNode(keyed("a")));
        assertThat(read().key()).isEqualTo(SECRET);
        assertThat(data.resolve("miroir.key")).exists();
    }

    @Test
    void a_file_that_is_put_back_while_the_store_is_open_is_noticed() throws IOException {
        write(new Change.PutNode(keyed("a")));
        Path elsewhere = Files.move(data.resolve("miroir.key"), temporary.resolve("elsewhere"));
        try (H2Store store = H2Store.open(data)) {
            String sealed = String.valueOf(store.load().nodes().get(0).key());
            assertThat(store.opened("a", sealed)).isEqualTo(sealed);
            Files.move(elsewhere, data.resolve("miroir.key"));
            assertThat(store.opened("a", sealed)).isEqualTo(SECRET);
            assertThat(store.load().nodes().get(0).key()).isEqualTo(SECRET);
        }
    }

    @Test
    void a_damaged_file_is_not_taken_for_a_key() throws IOException {
        write(new Change.PutNode(keyed("a")));
        Files.writeString(data.resolve("miroir.key"), "");
        assertThatThrownBy(this::read).isInstanceOf(StoreException.class).hasMessageContaining("miroir.key is damaged");
    }

    @Test
    void what_an_older_miroir_wrote_is_sealed_and_gone_from_the_file() throws IOException, SQLException {
        write(
                new Change.PutNode(Samples.node("a")),
                new Change.PutPlan(new StoredPlan("p", Instant.EPOCH, 1, "{}")),
                new Change.PutPlan(new StoredPlan("q", Instant.EPOCH, 1, "{}")));
        asAnOlderMiroir();
        assertThat(bytes()).contains(SECRET);

        assertThat(read().key()).isEqualTo(SECRET);

        assertThat(bytes()).doesNotContain(SECRET);
        try (H2Store store = H2Store.open(data)) {
            assertThat(store.plan("p").orElseThrow().content())
                    .isEqualTo("{\"wish\":{\"addNodes\":[{\"id\":\"a\",\"key\":\"\"},{\"id\":\"b\",\"key\":null}],"
                            + "\"replaceNodes\":[{\"to\":{\"key\":\"\"}}],"
                            + "\"addGroups\":[{\"nodes\":[{\"key\":\"\"}]}]}}");
            assertThat(store.plan("q").orElseThrow().content()).isEqualTo("{}");
        }
    }

    private void asAnOlderMiroir() throws SQLException {
        String url = "jdbc:h2:" + data.toAbsolutePath().resolve("miroir");
        try (Connection connection = DriverManager.getConnection(url, "miroir", "");
                Statement statement = connection.createStatement();
                PreparedStatement plan = connection.prepareStatement("UPDATE plan SET content = ? WHERE id = 'p'")) {
            statement.execute("UPDATE node SET access_key = '" + SECRET + "'");
            plan.setString(
                    1,
                    "{\"wish\":{\"addNodes\":[{\"id\":\"a\",\"key\":\"KEY\"},{\"id\":\"b\",\"key\":null}],"
                                    .replace("KEY", SECRET)
                            + "\"replaceNodes\":[{\"to\":{\"key\":\"KEY\"}}],".replace("KEY", SECRET)
                            + "\"addGroups\":[{\"nodes\":[{\"key\":\"KEY\"}]}]}}".replace("KEY", SECRET));
            plan.executeUpdate();
            statement.execute("ALTER TABLE plan DROP COLUMN may_hold_keys");
            statement.execute("DELETE FROM \"flyway_schema_history\" WHERE \"version\" >= '005'");
        }
    }
}
