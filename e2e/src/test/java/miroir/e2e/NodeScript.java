package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What Miroir relies on in its nodes beyond what {@link Script} does with any Meilisearch.
 *
 * <p>Not here, because an embedded node runs each task by itself: a real node puts tasks of one index together, and a
 * document that is refused late (too many fields in the index, a bad {@code _geo}, a deletion by a filter that cannot be
 * used) makes all tasks of its batch fail with its error, those before it too. A payload that fails by itself (ids, or
 * too many names on the top level of its own documents) leaves the others alone.
 */
final class NodeScript {
    private static final int MOST_FIELDS = 65_536;

    private final Steps steps;

    private NodeScript(Steps steps) {
        this.steps = steps;
    }

    /** Runs everything. */
    static List<Steps.Line> run(Api api) {
        NodeScript script = new NodeScript(new Steps(api));
        script.renames();
        script.failedRenames();
        script.queuedRenames();
        script.taskLists();
        script.times();
        script.fields();
        script.fieldsBelow();
        script.places();
        script.primaryKeys();
        script.fetches();
        return script.steps.lines();
    }

    private void renames() {
        documents("a", "{\"id\":1,\"t\":\"x\"}", "{\"id\":2}");
        steps.json("PATCH", "/indexes/a/settings", "{\"filterableAttributes\":[\"t\"],\"stopWords\":[\"the\"]}");
        String created = createdAt("a");
        rename("a", "{\"uid\":\"b\"}");
        steps.note("createdAt is kept", created.equals(createdAt("b")));
        steps.get("/indexes/a");
        steps.get("/indexes/b");
        steps.get("/indexes/b/settings");
        steps.get("/indexes/b/documents");
        steps.get("/indexes/b/stats");
        steps.get("/indexes");
        String updated = updatedAt("b");
        rename("b", "{\"uid\":\"b\"}");
        rename("b", "{}");
        rename("b", "{\"uid\":null,\"primaryKey\":null}");
        steps.note("nothing was updated", updated.equals(updatedAt("b")));
        rename("b", "{\"uid\":\"c\",\"primaryKey\":\"id\"}");
        steps.note("it was updated", updated.equals(updatedAt("c")));
        allTasks("a", "b", "c");
    }

    private void failedRenames() {
        rename("none", "{\"uid\":\"d\"}");
        rename("none", "{\"uid\":\"none\"}");
        steps.post("/indexes", "{\"uid\":\"z\"}");
        rename("c", "{\"uid\":\"z\"}");
        rename("c", "{\"uid\":\"z\",\"primaryKey\":\"other\"}");
        String updated = updatedAt("c");
        // the task fails and the index has its new name all the same
        rename("c", "{\"uid\":\"e\",\"primaryKey\":\"other\"}");
        steps.note("it was not updated", updated.equals(updatedAt("e")));
        steps.get("/indexes");
        for (String body : List.of(
                "{\"uid\":\"not good\"}",
                "{\"uid\":\"\"}",
                "{\"uid\":5}",
                "{\"uid\":\"f\",\"primaryKey\":5}",
                "{\"uid\":\"f\",\"more\":1}",
                "{\"uid\":\"f\",\"createdAt\":1}",
                "[]")) {
            rename("e", body);
        }
        allTasks("a", "c", "d", "e", "none", "z");
    }

    /** Tasks run in order under the name they were given, and what a rename finds done goes with the index. */
    private void queuedRenames() {
        documents("q", "{\"id\":0}");
        steps.json("DELETE", "/indexes/q", null);
        documents("p", "{\"id\":1}");
        steps.enqueue("POST", "/indexes/p/documents", "[{\"id\":2}]");
        steps.enqueue("PATCH", "/indexes/p", "{\"uid\":\"q\"}");
        steps.enqueue("POST", "/indexes/p/documents?primaryKey=id", "[{\"id\":3}]");
        steps.enqueue("POST", "/indexes/q/documents", "[{\"id\":4}]");
        steps.enqueue("PATCH", "/indexes/q", "{\"uid\":\"r\"}");
        steps.enqueue("PATCH", "/indexes/p", "{\"uid\":\"q\"}");
        steps.enqueue("POST", "/indexes/r/documents", "[{\"id\":5}]");
        steps.enqueue("PATCH", "/indexes/r", "{\"uid\":\"p\"}");
        steps.enqueue("PATCH", "/indexes/p", "{\"uid\":\"r\"}");
        documents("r", "{\"id\":6}");
        allTasks("p", "q", "r");
        for (String uid : List.of("p", "q", "r")) {
            steps.post("/indexes/" + uid + "/documents/fetch", "{}");
        }
    }

    private void taskLists() {
        for (String query : List.of(
                "uids=3,99999,7",
                "uids=7,3,3&limit=1",
                "uids=3,99999,7&from=5",
                "uids=3,99999,7&from=4&reverse=true",
                "uids=99999",
                "uids=",
                "uids=,",
                "uids=1,",
                "uids=*&limit=1",
                "uids=3&uids=4",
                "uids=4294967295",
                "uids=4294967296",
                "uids=-1",
                "uids=3,x",
                "uids=x,3",
                "limit=0",
                "limit=0&uids=99999",
                "limit=2&reverse=true",
                "limit=2&from=4&reverse=true",
                "from=99999&limit=2",
                "from=99999&limit=2&reverse=true",
                "from=0",
                "from=",
                "from=4294967296",
                "limit=",
                "limit=*",
                "reverse=",
                "reverse=yes",
                "statuses=failed&limit=3",
                "statuses=SUCCEEDED,failed&limit=1",
                "statuses=enqueued,processing",
                "statuses=",
                "statuses=failed,none",
                "types=",
                "types=indexUpdate,settingsUpdate&limit=3",
                "types=indexUpdate,none",
                "indexUids=a,b&limit=3",
                "indexUids=a&statuses=failed",
                "indexUids=nothing",
                "indexUids=",
                "indexUids=*&limit=1",
                "indexUids=not%20good",
                "indexUids=a,not%20good")) {
            steps.get("/tasks?" + query);
        }
    }

    private void times() {
        Set<String> times = new HashSet<>();
        boolean precise = false;
        for (int i = 0; i < 20; i++) {
            JsonNode accepted = steps.api().post("/indexes", "{\"uid\":\"z\"}").json();
            JsonNode task = steps.api().await(accepted.path("taskUid").asLong());
            String time = task.path("enqueuedAt").asText();
            times.add(time);
            precise |= time.matches("[0-9-]+T[0-9:]+\\.[0-9]{9}Z");
            steps.note(
                    "the same time in both",
                    time.equals(accepted.path("enqueuedAt").asText()));
            if (i == 10) {
                String exactly = URLEncoder.encode(time, StandardCharsets.UTF_8);
                steps.get("/tasks?limit=2&beforeEnqueuedAt=" + exactly);
                steps.get("/tasks?limit=2&afterEnqueuedAt=" + exactly);
            }
        }
        steps.note("different times", times.size());
        steps.note("nanoseconds", precise);
    }

    /** An index takes 65,536 names in all, whatever documents they are in and also when those are gone. */
    private void fields() {
        documents("many", "{\"id\":1," + names("f", MOST_FIELDS - 2) + "}", "{\"id\":2}");
        documents("many", "{\"id\":2,\"last\":1}");
        documents("many", "{\"id\":3,\"more\":1}");
        documents("many", "{\"id\":4,\"f1\":1}", "{\"id\":5,\"more\":1}");
        documents("many", "{\"id\":4,\"f1\":{\"more\":1}}");
        steps.json("PUT", "/indexes/many/documents", "[{\"id\":2,\"more\":1}]");
        steps.json("PUT", "/indexes/many/documents?skipCreation=true", "[{\"id\":77,\"more\":1}]");
        documents("many", "{\"id\":\"bad id\",\"more\":1}");
        documents("many", "{\"id\":6,\"f1\":1}");
        steps.json("DELETE", "/indexes/many/documents/1", null);
        documents("many", "{\"id\":7,\"more\":1}");
        steps.json("PATCH", "/indexes/many/settings", "{\"filterableAttributes\":[\"no\"]}");
        steps.json("DELETE", "/indexes/many/documents", null);
        documents("many", "{\"id\":8,\"more\":1}");
        rename("many", "{\"primaryKey\":\"another\"}");
        documents("many", "{\"id\":9,\"f2\":1}");
        steps.get("/indexes/many/documents");
        steps.json("DELETE", "/indexes/many", null);
        documents("many", "{\"id\":9,\"more\":1}");
    }

    private void fieldsBelow() {
        documents("below", "{\"id\":1,\"o\":{" + names("f", MOST_FIELDS - 1) + "}}");
        documents("below", "{\"id\":1,\"o\":[{" + names("f", 40_000) + "},[{" + names("g", 25_533) + "}]]}");
        documents("below", "{\"id\":1,\"o\":{" + names("f", 3) + "},\"p\":[]}");
        documents("below", "{\"id\":2,\"q\":1}");
        documents("alone", "{\"id\":1," + names("f", MOST_FIELDS) + "}");
        documents("alone", "{\"id\":1," + names("f", 40_000) + "}", "{\"id\":2," + names("g", 40_000) + "}");
        documents("alone", "{\"id\":1," + names("f", MOST_FIELDS - 1) + "}");
        steps.post("/indexes/guessed/documents", "[{\"id\":1," + names("f", MOST_FIELDS) + "}]");
        documents("geo", "{\"id\":1,\"_geo\":{\"lat\":1,\"lng\":2}," + names("f", MOST_FIELDS - 4) + "}");
        documents("geo", "{\"id\":2,\"more\":1}");
        steps.get("/indexes/guessed");
    }

    /** No settings can be changed, whichever, while a document has a place that is none. */
    private void places() {
        documents("g", "{\"id\":1,\"_geo\":{\"lat\":1,\"lng\":2}}", "{\"id\":2,\"_geo\":5,\"t\":1}", "{\"id\":3}");
        String updated = updatedAt("g");
        for (String change : List.of(
                "{\"filterableAttributes\":[\"_geo\",\"t\"],\"stopWords\":[\"a\"]}",
                "{\"sortableAttributes\":[\"_geo\"]}",
                "{\"filterableAttributes\":[\"*\"]}",
                "{\"pagination\":{\"maxTotalHits\":5}}",
                "{}")) {
            steps.json("PATCH", "/indexes/g/settings", change);
        }
        steps.json("PUT", "/indexes/g/settings/synonyms", "{\"a\":[\"b\"]}");
        rename("g", "{\"primaryKey\":\"id\"}");
        rename("g", "{\"primaryKey\":\"other\"}");
        steps.note("nothing was updated", updated.equals(updatedAt("g")));
        steps.get("/indexes/g/settings");
        steps.json("DELETE", "/indexes/g/documents/2", null);
        steps.json("PATCH", "/indexes/g/settings", "{\"filterableAttributes\":[\"_geo\",\"t\"]}");
        documents("g", "{\"id\":4}", "{\"id\":2,\"_geo\":5}");
        documents("g", "{\"id\":4,\"_geo\":5}", "{\"id\":4,\"_geo\":{\"lat\":1,\"lng\":2}}");
        documents("g", "{\"id\":5,\"_geo\":5}", "{\"id\":\"bad id\"}");
        steps.json("PUT", "/indexes/g/documents?skipCreation=true", "[{\"id\":9,\"_geo\":5}]");
        steps.json("PUT", "/indexes/g/documents", "[{\"id\":1,\"_geo\":{\"lat\":1}}]");
        for (String place : List.of(
                "\"x\"",
                "[]",
                "{}",
                "{\"lng\":1,\"more\":1}",
                "{\"lat\":\"a\",\"lng\":\"b\"}",
                "{\"lat\":null,\"lng\":1}",
                "{\"lat\":1,\"lng\":\"1d\"}",
                "{\"lat\":\"NaN\",\"lng\":1}",
                "{\"lat\":1,\"lng\":2,\"more\":3}",
                "{\"lat\":\"+1\",\"lng\":\".5\"}",
                "null")) {
            documents("g", "{\"id\":6,\"_geo\":" + place + "}");
        }
        steps.get("/indexes/g/documents/1");
        steps.get("/indexes/g/documents/6");
        steps.get("/indexes/g/stats");
    }

    private void primaryKeys() {
        steps.post("/indexes", "{\"uid\":\"k\"}");
        rename("k", "{\"primaryKey\":\"id\"}");
        rename("k", "{\"primaryKey\":\"key\"}");
        documents("k", "{\"id\":1,\"key\":2}");
        steps.post("/indexes/k/documents", "[{\"id\":1,\"key\":2}]");
        rename("k", "{\"primaryKey\":\"id\"}");
        rename("k", "{\"primaryKey\":\"key\"}");
        steps.get("/indexes/k");
        steps.json("DELETE", "/indexes/k/documents", null);
        rename("k", "{\"primaryKey\":\"id\"}");
        steps.get("/indexes/k");
        documents("k", "{\"id\":1,\"key\":2}");
    }

    private void fetches() {
        documents(
                "plain", "{\"id\":1,\"t\":\"x\"}", "{\"id\":2,\"_vectors\":{}}", "{\"id\":3,\"v\":{\"w\":[1.5,null]}}");
        documents("plain", "{\"id\":\"b-2\"}");
        for (String body : List.of(
                "{}",
                "{\"limit\":0}",
                "{\"limit\":1,\"offset\":1}",
                "{\"offset\":9}",
                "{\"ids\":[3,\"b-2\",99,1]}",
                "{\"ids\":[3,\"b-2\",99,1],\"limit\":1}",
                "{\"ids\":[3,\"b-2\",99,1],\"offset\":1,\"limit\":5,\"fields\":[\"id\"]}",
                "{\"ids\":[1,\"1\"]}",
                "{\"ids\":[]}",
                "{\"ids\":null}",
                "{\"ids\":[\"no id\"]}",
                "{\"ids\":[1.5]}",
                "{\"ids\":[null]}",
                "{\"ids\":1}",
                "{\"ids\":\"1\"}",
                "{\"ids\":[-1,true]}",
                "{\"filter\":\"t = x\"}",
                "{\"filter\":\"id = 1\"}",
                "{\"filter\":null}",
                "{\"filter\":\"\"}",
                "{\"filter\":[]}",
                "{\"filter\":5}",
                "{\"ids\":[1],\"filter\":\"t = x\"}",
                "{\"sort\":[\"t:asc\"]}",
                "{\"fields\":[]}",
                "{\"fields\":[\"*\"]}",
                "{\"fields\":[\"v.w\",\"none\"]}",
                "{\"fields\":null,\"retrieveVectors\":true}",
                "{\"fields\":[\"id\"],\"retrieveVectors\":true}",
                "{\"limit\":-1}",
                "{\"limit\":null}",
                "{\"more\":1}",
                "{\"feilds\":1}",
                "{\"retriveVector\":1}",
                "[]",
                "")) {
            steps.post("/indexes/plain/documents/fetch", body);
        }
        steps.post("/indexes/none/documents/fetch", "{\"ids\":[1]}");
        steps.get("/indexes/plain/documents?ids=1,3");
        steps.get("/indexes/plain/documents?ids=");
        steps.get("/indexes/plain/documents?ids=*");
        steps.get("/indexes/plain/documents?ids=1,no%20id");
        steps.get("/indexes/plain/documents?fields=");
        steps.get("/indexes/plain/documents?fields=id,");
        steps.get("/indexes/plain/documents?sort=");
        steps.get("/indexes/plain/documents/2?retrieveVectors=true");
        steps.get("/indexes/plain/documents?filter=t%20%3D%20x");
        steps.get("/indexes/plain/documents/b-2");
        steps.json("DELETE", "/indexes/plain/documents/b-2", null);
        steps.json("DELETE", "/indexes/plain/documents/b-2", null);
        steps.json("DELETE", "/indexes/plain/documents/no%20id", null);
        steps.json("DELETE", "/indexes/none/documents/1", null);
        steps.get("/indexes/plain/documents/b-2");
        for (String query :
                List.of("limit=1", "limit=0", "offset=1&limit=2", "offset=99", "limit=x", "limit=", "x=1")) {
            steps.get("/indexes?" + query);
        }
    }

    private void documents(String uid, String... documents) {
        String lines = String.join("\n", documents);
        steps.step("POST", "/indexes/" + uid + "/documents?primaryKey=id", "application/x-ndjson", lines);
    }

    private void rename(String uid, String body) {
        steps.json("PATCH", "/indexes/" + uid, body);
    }

    private void allTasks(String... uids) {
        steps.get("/tasks?limit=1000");
        for (String uid : uids) {
            steps.get("/tasks?limit=1000&indexUids=" + uid);
        }
    }

    private String createdAt(String uid) {
        return steps.api().get("/indexes/" + uid).json().path("createdAt").asText();
    }

    private String updatedAt(String uid) {
        return steps.api().get("/indexes/" + uid).json().path("updatedAt").asText();
    }

    private static String names(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + i + "\":1")
                .collect(Collectors.joining(","));
    }
}
