package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;

/** An index of films on three nodes with two copies of each shard, for looking at it. */
final class Films {
    /** How many there are; every tenth has a lantern in its title. */
    static final int DOCUMENTS = 2000;

    private static final String[] GENRES = {"Drama", "Comedy", "Horror", "Western"};

    private Films() {}

    /** Starts a fleet and fills it: task 0 creates the index, task 1 changes its settings, task 2 adds the documents. */
    static Fleet start() {
        Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 3, 2, 64, true));
        fill(fleet.miroir());
        return fleet;
    }

    /** Creates the index and adds the documents. */
    static void fill(Api miroir) {
        fill(miroir, "films");
    }

    /** The same under another name. */
    static void fill(Api miroir, String index) {
        miroir.succeed(miroir.post("/indexes", "{\"uid\":\"" + index + "\",\"primaryKey\":\"id\"}"));
        miroir.succeed(miroir.json(
                "PATCH",
                "/indexes/" + index + "/settings",
                "{\"filterableAttributes\":[\"genre\",\"year\"],\"sortableAttributes\":[\"year\"]}"));
        miroir.succeed(miroir.post("/indexes/" + index + "/documents", documents()));
        Api.until("every document is counted", () -> counted(miroir, index) == DOCUMENTS);
    }

    private static String documents() {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            String title = (i % 10 == 0 ? "The Lantern " : "The Harbour ") + i;
            documents.add("{\"id\":" + i + ",\"title\":\"" + title + "\",\"genre\":\"" + GENRES[i % 4] + "\",\"year\":"
                    + (1950 + i % 70) + "}");
        }
        return "[" + String.join(",", documents) + "]";
    }

    private static long counted(Api miroir, String index) {
        long sum = 0;
        for (JsonNode shard :
                miroir.get("/_miroir/indexes/" + index + "/shards").json()) {
            sum += Math.max(0, shard.path("documents").asLong());
        }
        return sum;
    }
}
