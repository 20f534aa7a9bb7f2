package miroir.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import miroir.app.config.ConfigException;
import miroir.app.config.ConfigLoader;
import miroir.app.config.ConfigSources;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.embedded.EmbeddedNode;
import miroir.embedded.EmbeddedOptions;
import miroir.embedded.EmbeddedServer;
import miroir.engine.adopt.AdoptionException;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The nodes of a fleet are found where they are, and those of another are left alone. */
class InquiryTest {
    private static final String KEY = "the-key-of-the-fleet";
    private static final NodeId B = new NodeId("b");

    @TempDir
    Path folder;

    private final ExecutorService tasks = Executors.newSingleThreadExecutor();
    private final List<AutoCloseable> running = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : running) {
            one.close();
        }
        tasks.shutdown();
    }

    /** A node that a Miroir of that cluster has used. */
    private String node(String cluster, String id, String key) throws IOException, InterruptedException {
        EmbeddedNode node = EmbeddedNode.open(new EmbeddedOptions(null, key, InstantSource.system(), tasks));
        EmbeddedServer server = EmbeddedServer.start(node, "127.0.0.1", 0);
        running.add(server);
        running.add(node);
        String address = "http://127.0.0.1:" + server.port();
        String identity = "[{\"id\":\"identity-%s\",\"cluster\":\"%s\",\"node\":\"%s\",\"marker\":\"m-%s\"}]"
                .formatted(id, cluster, id, id);
        HttpRequest write = HttpRequest.newBuilder(URI.create(address + "/indexes/miroir-meta/documents?primaryKey=id"))
                .header("Authorization", "Bearer " + key)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(identity))
                .build();
        assertThat(HttpClient.newHttpClient()
                        .send(write, HttpResponse.BodyHandlers.discarding())
                        .statusCode())
                .isEqualTo(202);
        return address;
    }

    private Inquiry inquiry(@Nullable StoredState old, String a, String b) throws IOException, ConfigException {
        Path file = Files.writeString(folder.resolve("miroir.yml"), """
                data: %s
                nodeKey: %s
                nodes:
                  - { id: a, address: "%s", group: 0 }
                  - { id: b, address: "%s", group: 0 }
                """.formatted(folder.resolve("data"), KEY, a, b));
        return new Inquiry(
                ConfigLoader.load(new ConfigSources(Map.of("config", file.toString()), Map.of(), file)),
                old,
                List.of());
    }

    private static StoredState state(String address, @Nullable String key) {
        Node node = new Node(B, new GroupId(0), URI.create(address), Lifecycle.ACTIVE);
        return new StoredState(
                Map.of(Meta.CLUSTER_ID, "one"),
                List.of(new StoredNode(node, key, "m-b", -1)),
                List.of(),
                Map.of(),
                Map.of(),
                0);
    }

    @Test
    void a_node_of_another_fleet_is_left_unasked_as_the_message_says()
            throws IOException, InterruptedException, ConfigException {
        String a = node("one", "a", KEY);
        String b = node("two", "b", KEY);
        Inquiry both = inquiry(null, a, b);
        assertThatThrownBy(() -> both.plan(Set.of(), Instant.EPOCH))
                .hasCauseInstanceOf(AdoptionException.class)
                .hasMessageContaining("several clusters: {one=[a], two=[b]}")
                .hasMessageContaining("--without");
        AdoptionPlan plan = inquiry(state(b, null), a, b).plan(Set.of(B), Instant.EPOCH);
        assertThat(plan.clusterId()).isEqualTo("one");
        assertThat(plan.nodes())
                .extracting(node -> node.id() + " " + node.trouble())
                .containsExactlyInAnyOrder("a ", "b it is left out");
    }

    @Test
    void why_no_node_could_be_asked_is_told_of_each() throws IOException, InterruptedException, ConfigException {
        String a = node("one", "a", "another-key-than-that");
        Inquiry inquiry = inquiry(null, a, "http://127.0.0.1:1");
        assertThatThrownBy(() -> inquiry.plan(Set.of(), Instant.EPOCH))
                .hasMessageContaining("No node could be asked:")
                .hasMessageContaining("a at " + a + ": The provided API key is invalid.")
                .hasMessageContaining("b at http://127.0.0.1:1: ")
                .hasMessageContaining("addresses in miroir.yml may be wrong");
    }

    @Test
    void a_state_is_not_rebuilt_from_no_node_though_it_is_known_which_nodes_there_were()
            throws IOException, ConfigException {
        String gone = "http://127.0.0.1:1";
        Inquiry inquiry = inquiry(state(gone, null), "http://127.0.0.1:2", gone);
        NodeId a = new NodeId("a");
        for (Set<NodeId> without : List.of(Set.<NodeId>of(), Set.of(a), Set.of(a, B))) {
            assertThatThrownBy(() -> inquiry.plan(without, Instant.EPOCH))
                    .isInstanceOf(AdoptionException.class)
                    .hasMessageContaining("No node could be asked:")
                    .hasMessageContaining("addresses in miroir.yml may be wrong")
                    .hasMessageNotContaining("--without");
        }
    }

    @Test
    void a_node_is_found_where_the_state_has_it_and_with_the_key_that_the_state_has()
            throws IOException, InterruptedException, ConfigException {
        String a = node("one", "a", KEY);
        String b = node("one", "b", "its-own-key-by-now");
        Inquiry inquiry = inquiry(state(b, "its-own-key-by-now"), a, "http://127.0.0.1:1");
        AdoptionPlan plan = inquiry.plan(Set.of(), Instant.EPOCH);
        assertThat(plan.nodes()).allMatch(node -> node.trouble().isEmpty());
        assertThat(inquiry.remarks(plan))
                .containsExactly(
                        "b is at " + b + ", and the configuration still says http://127.0.0.1:1: change it there.",
                        "The key of b in the configuration is out of date: change it there.");
    }

    @Test
    void a_node_is_found_where_the_configuration_has_it_though_the_state_is_older()
            throws IOException, InterruptedException, ConfigException {
        String a = node("one", "a", KEY);
        String b = node("one", "b", KEY);
        Inquiry inquiry = inquiry(state("http://127.0.0.1:1", "a-key-it-had-once"), a, b);
        AdoptionPlan plan = inquiry.plan(Set.of(), Instant.EPOCH);
        assertThat(plan.nodes()).allMatch(node -> node.trouble().isEmpty());
        assertThat(inquiry.remarks(plan)).isEmpty();
    }
}
