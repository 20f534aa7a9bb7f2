package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Somebody changes the volumes of a node with its own API: Miroir puts them right. */
final class DriftIT {
    private static final String SETTINGS = """
            {"stopWords":["The","a"],"synonyms":{"Great":["good"]},"sortableAttributes":["z","c"],\
            "typoTolerance":{"disableOnWords":["Zed","alpha"]},\
            "filterableAttributes":["c",{"attributePatterns":["*_x"]}]}""";

    @Test
    void what_is_changed_on_embedded_nodes_is_put_right() {
        putRight(Fleet.Kind.EMBEDDED);
    }

    @Test
    void what_is_changed_on_real_nodes_is_put_right() {
        assumeTrue(Program.meilisearch() != null, "there is no meilisearch");
        putRight(Fleet.Kind.MEILISEARCH);
    }

    private static void putRight(Fleet.Kind kind) {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(kind, 1, 2, 2, 4, false))) {
            Api miroir = fleet.miroir();
            miroir.await(miroir.post("/indexes/films/documents", "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4}]"));
            miroir.await(miroir.json("PATCH", "/indexes/films/settings", SETTINGS));
            Api node = fleet.node(1);
            List<String> volumes = volumes(node);
            assertThat(volumes).hasSize(2);
            String settings = "/indexes/" + volumes.get(0) + "/settings";
            JsonNode right = node.get(settings).json();

            node.await(node.json("PATCH", settings, "{\"synonyms\":{\"x\":[\"y\"]},\"stopWords\":null}"));
            Api.until("settings are right", () -> node.get(settings).json().equals(right));
            Api.until("it was written down", () -> !audit(miroir, "mend drift").isEmpty());
            assertThat(audit(miroir, "mend drift"))
                    .singleElement()
                    .satisfies(row -> assertThat(row.toString()).contains(volumes.get(0), "synonyms"));

            node.await(node.delete("/indexes/" + volumes.get(1)));
            Api.until(
                    "its copies are not believed",
                    () -> !audit(miroir, "demote").isEmpty());
            Api.until("all is well", () -> status(miroir).equals("available"));
            Api.until("the node has all documents", () -> documents(node) == 4);
        }
    }

    private static String status(Api miroir) {
        return miroir.get("/_miroir/health").json().path("status").asText();
    }

    private static long documents(Api node) {
        return volumes(node).stream()
                .mapToLong(volume -> node.get("/indexes/" + volume + "/stats")
                        .json()
                        .path("numberOfDocuments")
                        .asLong())
                .sum();
    }

    private static List<String> volumes(Api node) {
        List<String> names = new ArrayList<>();
        node.get("/indexes?limit=100").json().path("results").forEach(index -> {
            if (index.path("uid").asText().startsWith("films-")) {
                names.add(index.path("uid").asText());
            }
        });
        return names;
    }

    private static List<JsonNode> audit(Api miroir, String what) {
        List<JsonNode> rows = new ArrayList<>();
        miroir.get("/_miroir/audit").json().forEach(row -> {
            if (row.path("what").asText().equals(what)) {
                rows.add(row);
            }
        });
        return rows;
    }
}
