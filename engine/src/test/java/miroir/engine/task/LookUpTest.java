package miroir.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.task.LookUp.Found;
import org.junit.jupiter.api.Test;

class LookUpTest {
    private final List<String> tasks = new ArrayList<>();
    private final List<String> asked = new ArrayList<>();

    @Test
    void a_call_is_found_behind_later_ones() {
        listed(9, "8:0:0", "succeeded");
        listed(4, "7:0:1", "enqueued");
        assertThat(find("7", 1, false)).isEqualTo(new Found.Taken(4));
    }

    @Test
    void another_chunk_of_the_same_task_is_another_call() {
        listed(4, "7:0:1", "succeeded");
        assertThat(find("7", 2, true)).isEqualTo(new Found.Absent());
        assertThat(find("7", 1, true)).isEqualTo(new Found.Taken(4));
    }

    @Test
    void what_lies_behind_an_earlier_task_is_not_looked_at() {
        listed(9, "6:0:0", "succeeded");
        listed(4, "7:0:0", "succeeded");
        assertThat(find("7", 0, false)).isEqualTo(new Found.Absent());
    }

    @Test
    void a_request_that_carried_it_with_others_counts_only_when_that_may_be_and_when_it_succeeded() {
        listed(4, "5-9:0:0", "succeeded");
        assertThat(find("7", 0, true)).isEqualTo(new Found.Taken(4));
        assertThat(find("7", 0, false)).isEqualTo(new Found.Absent());
        tasks.clear();
        listed(4, "5-9:0:0", "failed");
        assertThat(find("7", 0, true)).isEqualTo(new Found.Absent());
        tasks.clear();
        listed(4, "5-9:0:0", "processing");
        assertThat(find("7", 0, true)).isEqualTo(new Found.Together());
        tasks.clear();
        listed(4, "5-6,8-9:0:0", "succeeded");
        assertThat(find("7", 0, true)).isEqualTo(new Found.Absent());
    }

    @Test
    void a_list_without_an_end_is_read_on_and_one_without_results_says_nothing() {
        for (int i = 400; i > 0; i--) {
            listed(i, i == 1 ? "7:0:0" : "9:0:" + i, "succeeded");
        }
        assertThat(find("7", 0, false)).isEqualTo(new Found.Taken(1));
        assertThat(asked).hasSize(3);
        NodeClient silent = request -> CompletableFuture.completedFuture(new NodeReply.Unknown("reset"));
        assertThat(lookUp(silent, "7", 0, false).find().join()).isEqualTo(new Found.Unknown());
        NodeClient odd = request -> CompletableFuture.completedFuture(answer("{}"));
        assertThat(lookUp(odd, "7", 0, false).find().join()).isEqualTo(new Found.Unknown());
    }

    private void listed(long uid, String tag, String status) {
        tasks.add("{\"uid\":" + uid + ",\"status\":\"" + status + "\",\"customMetadata\":\"miroir:c1:" + tag + "\"}");
    }

    private Found find(String name, int call, boolean maybeTogether) {
        asked.clear();
        return lookUp(this::page, name, call, maybeTogether).find().join();
    }

    private static LookUp lookUp(NodeClient node, String name, int call, boolean maybeTogether) {
        return new LookUp(
                node,
                new NodeId("a"),
                "books-1-r0",
                new CallTag("c1", name, 0, call),
                Long.parseLong(name),
                maybeTogether);
    }

    /** A page of the list, which holds one task for each uid from its size down to 1. */
    private CompletableFuture<NodeReply> page(NodeRequest request) {
        asked.add(request.path());
        int limit = number(request.path(), "limit=", tasks.size());
        int from = tasks.size() - number(request.path(), "from=", tasks.size());
        int to = Math.min(tasks.size(), from + limit);
        String next = to < tasks.size() ? String.valueOf(tasks.size() - to) : "null";
        return CompletableFuture.completedFuture(
                answer("{\"results\":[" + String.join(",", tasks.subList(from, to)) + "],\"next\":" + next + "}"));
    }

    private static int number(String path, String parameter, int otherwise) {
        int at = path.indexOf(parameter);
        return at < 0
                ? otherwise
                : Integer.parseInt(path.substring(at + parameter.length()).split("&", -1)[0]);
    }

    private static NodeReply answer(String body) {
        return new NodeReply.Answered(200, body.getBytes(StandardCharsets.UTF_8));
    }
}
