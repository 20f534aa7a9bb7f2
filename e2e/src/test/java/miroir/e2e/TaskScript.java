package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Renames of indexes and lists of tasks, as Miroir relies on them in its nodes. */
final class TaskScript {
    private final Steps steps;

    private TaskScript(Steps steps) {
        this.steps = steps;
    }

    /** Runs everything. */
    static List<Steps.Line> run(Api api) {
        TaskScript script = new TaskScript(new Steps(api));
        script.renames();
        script.failedRenames();
        script.queuedRenames();
        script.taskLists();
        script.times();
        return script.steps.lines();
    }

    private void renames() {
        steps.documents("a", "{\"id\":1,\"t\":\"x\"}", "{\"id\":2}");
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
        steps.documents("q", "{\"id\":0}");
        steps.json("DELETE", "/indexes/q", null);
        steps.documents("p", "{\"id\":1}");
        steps.enqueue("POST", "/indexes/p/documents", "[{\"id\":2}]");
        steps.enqueue("PATCH", "/indexes/p", "{\"uid\":\"q\"}");
        steps.enqueue("POST", "/indexes/p/documents?primaryKey=id", "[{\"id\":3}]");
        steps.enqueue("POST", "/indexes/q/documents", "[{\"id\":4}]");
        steps.enqueue("PATCH", "/indexes/q", "{\"uid\":\"r\"}");
        steps.enqueue("PATCH", "/indexes/p", "{\"uid\":\"q\"}");
        steps.enqueue("POST", "/indexes/r/documents", "[{\"id\":5}]");
        steps.enqueue("PATCH", "/indexes/r", "{\"uid\":\"p\"}");
        steps.enqueue("PATCH", "/indexes/p", "{\"uid\":\"r\"}");
        steps.documents("r", "{\"id\":6}");
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
}
