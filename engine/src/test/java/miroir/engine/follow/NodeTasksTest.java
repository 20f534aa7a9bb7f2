package miroir.engine.follow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeTask;
import miroir.engine.dialect.TaskRef;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.Ports;
import miroir.engine.state.Protocol;
import miroir.engine.state.Scheduler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The record of a node's task list, against a node that is written down here. */
class NodeTasksTest {
    private static final NodeId NODE = new NodeId("a");
    private static final Volume VOLUME = new Volume(NODE, new IndexId(1), 0);

    /** The node's tasks: what each was enqueued at, and whether it has ended. */
    private final List<Task> list = new ArrayList<>();

    private final Queue<Runnable> later = new ArrayDeque<>();
    private final List<Long> condemned = new ArrayList<>();
    private int doubts;
    private int forgotten;
    /** How many of its oldest tasks somebody deleted. */
    private int pruned;

    /** What every request for the list gets instead. */
    private Optional<String> instead = Optional.empty();

    private final NodeTasks tasks = new NodeTasks(ports(), new NodeApi(this::answer, Runnable::run, Runnable::run));

    private record Task(String enqueuedAt, String status) {}

    @BeforeEach
    void begin() {
        tasks.judgedBy(
                new TaskJudge() {
                    @Override
                    public Optional<Volume> volume(NodeId node, NodeTask task) {
                        return Optional.of(VOLUME);
                    }

                    @Override
                    public Verdict judge(Volume volume, NodeTask task) {
                        return Verdict.FOREIGN;
                    }

                    @Override
                    public CompletableFuture<Void> forgotten(NodeId node) {
                        forgotten++;
                        return CompletableFuture.completedFuture(null);
                    }

                    @Override
                    public CompletableFuture<Void> condemn(Volume volume, NodeTask task) {
                        condemned.add(task.uid());
                        return CompletableFuture.completedFuture(null);
                    }
                },
                node -> doubts++);
        list.add(new Task("t0", "succeeded"));
        tasks.begin(NODE, new TaskRef(0, "t0"));
    }

    @Test
    void a_task_that_nobody_sent_condemns_what_it_touched_once() {
        list.add(new Task("t1", "succeeded"));
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
        assertThat(condemned).containsExactly(1L);
        assertThat(tasks.watermark(NODE)).isEqualTo(new TaskRef(1, "t1"));
    }

    @Test
    void a_claimed_task_is_nobody_elses() {
        list.add(new Task("t1", "succeeded"));
        Claim claim = tasks.claim(NODE, new TaskRef(1, "t1"));
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
        assertThat(claim.ended().join()).isInstanceOf(Claim.State.Shown.class);
        claim.release();
        tail();
        assertThat(condemned).isEmpty();
    }

    @Test
    void a_claimed_task_is_not_the_one_that_another_node_shows_under_its_number() {
        Claim claim = tasks.claim(NODE, new TaskRef(1, "t1"));
        list.add(new Task("another", "succeeded"));
        run();
        assertThat(claim.ended().join()).isInstanceOf(Claim.State.Gone.class);
    }

    @Test
    void a_list_without_what_it_showed_before_is_another_nodes() {
        list.set(0, new Task("another", "succeeded"));
        list.add(new Task("t1", "succeeded"));
        assertThat(tail()).isEqualTo(NodeTasks.Tail.CONTRADICTS);
        assertThat(condemned).isEmpty();
    }

    @Test
    void an_empty_list_settles_nothing() {
        instead = Optional.of("{\"results\":[],\"total\":0,\"limit\":20,\"from\":null,\"next\":null}");
        assertThat(tail()).isEqualTo(NodeTasks.Tail.CONTRADICTS);
        Claim claim = tasks.claim(NODE, new TaskRef(1, "t1"));
        run();
        assertThat(claim.ended()).isNotDone();
        assertThat(doubts).isPositive();
    }

    @Test
    void noise_settles_nothing() {
        instead = Optional.of("{}");
        assertThat(tail()).isEqualTo(NodeTasks.Tail.SILENT);
        Claim claim = tasks.claim(NODE, new TaskRef(1, "t1"));
        run();
        assertThat(claim.ended()).isNotDone();
        assertThatThrownBy(() -> tasks.find(NODE, task -> true).join()).hasCauseInstanceOf(NodeTasks.Untold.class);
    }

    @Test
    void a_list_from_a_cache_that_ends_before_what_the_node_showed_is_no_answer() {
        String old = page(List.of(0));
        list.add(new Task("t1", "succeeded"));
        Claim claim = tasks.claim(NODE, new TaskRef(1, "t1"));
        run();
        assertThat(claim.ended()).isDone();
        cached = Optional.of(old);
        assertThat(tail()).isEqualTo(NodeTasks.Tail.SILENT);
        assertThatThrownBy(() -> tasks.find(NODE, task -> true).join()).hasCauseInstanceOf(NodeTasks.Untold.class);
        cached = Optional.empty();
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
    }

    @Test
    void a_node_that_forgot_what_it_showed_contradicts() {
        list.add(new Task("t1", "succeeded"));
        Claim claim = tasks.claim(NODE, new TaskRef(1, "t1"));
        run();
        assertThat(claim.ended()).isDone();
        list.remove(1);
        assertThat(tail()).isEqualTo(NodeTasks.Tail.CONTRADICTS);
    }

    @Test
    void a_long_list_is_followed_to_its_end() {
        for (int i = 1; i < 1800; i++) {
            list.add(new Task("t" + i, "succeeded"));
        }
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
        assertThat(tasks.newest(NODE)).isEqualTo(new TaskRef(1799, "t1799"));
        assertThat(tasks.find(NODE, task -> task.uid() == 1500).join()).isEmpty();
        assertThat(condemned).hasSize(1799);
    }

    @Test
    void what_is_still_listed_behind_deleted_tasks_is_judged() {
        list.add(new Task("t1", "succeeded"));
        list.add(new Task("t2", "succeeded"));
        list.add(new Task("sign", "succeeded"));
        pruned = 1;
        assertThat(tail()).isEqualTo(NodeTasks.Tail.CONTRADICTS);
        tasks.resume(NODE, new TaskRef(3, "sign")).join();
        assertThat(condemned).contains(1L, 2L);
        assertThat(forgotten).isZero();
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
    }

    @Test
    void what_was_deleted_before_it_was_seen_makes_the_node_doubtful() {
        list.add(new Task("t1", "succeeded"));
        list.add(new Task("t2", "succeeded"));
        list.add(new Task("sign", "succeeded"));
        pruned = 2;
        tasks.resume(NODE, new TaskRef(3, "sign")).join();
        assertThat(forgotten).isEqualTo(1);
        assertThat(tail()).isEqualTo(NodeTasks.Tail.FOLLOWED);
    }

    @Test
    void a_task_of_ours_that_was_deleted_is_known() {
        list.add(new Task("t1", "succeeded"));
        tasks.claim(NODE, new TaskRef(1, "t1"));
        run();
        list.add(new Task("sign", "succeeded"));
        pruned = 2;
        tasks.resume(NODE, new TaskRef(2, "sign")).join();
        assertThat(forgotten).isZero();
    }

    private NodeTasks.Tail tail() {
        return tasks.follow(NODE).join();
    }

    private void run() {
        for (int i = 0; i < 50 && !later.isEmpty(); i++) {
            later.remove().run();
        }
    }

    /** What a request for a part of the list gets; one for tasks by number is never cached. */
    private Optional<String> cached = Optional.empty();

    private CompletableFuture<NodeReply> answer(NodeRequest request) {
        String query = request.path().substring("/tasks?".length());
        String body = instead.orElseGet(() -> query.contains("uids=")
                ? page(numbers(query.replaceAll(".*uids=([0-9,]*).*", "$1")))
                : cached.orElseGet(() -> from(query)));
        return CompletableFuture.completedFuture(new NodeReply.Answered(200, body.getBytes(StandardCharsets.UTF_8)));
    }

    private List<Integer> numbers(String commas) {
        return List.of(commas.split(",")).stream()
                .map(Integer::valueOf)
                .filter(i -> i < list.size() && i >= pruned)
                .toList();
    }

    private String from(String query) {
        int from = Integer.parseInt(query.replaceAll(".*from=([0-9]*).*", "$1"));
        int limit = Integer.parseInt(query.replaceAll(".*limit=([0-9]*).*", "$1"));
        int end = Math.min(list.size(), from + limit);
        return page(IntStream.range(Math.min(Math.max(from, pruned), end), end)
                .boxed()
                .toList());
    }

    private String page(List<Integer> uids) {
        String results = uids.stream()
                .map(uid -> "{\"uid\":" + uid + ",\"indexUid\":\"x\",\"type\":\"indexCreation\",\"status\":\""
                        + list.get(uid).status() + "\",\"enqueuedAt\":\""
                        + list.get(uid).enqueuedAt() + "\"}")
                .collect(Collectors.joining(","));
        int last = uids.isEmpty() ? -1 : uids.get(uids.size() - 1);
        String next = last + 1 < list.size() && last >= 0 ? String.valueOf(last + 1) : "null";
        return "{\"results\":[" + results + "],\"total\":" + list.size() + ",\"limit\":1,\"from\":0,\"next\":" + next
                + "}";
    }

    private Ports ports() {
        Scheduler loop = new Scheduler() {
            @Override
            public void after(Duration delay, Runnable task) {
                later.add(task);
            }

            @Override
            public boolean isHere() {
                return true;
            }

            @Override
            public void execute(Runnable task) {
                task.run();
            }
        };
        return new Ports(
                () -> Instant.EPOCH,
                () -> new Moment(0),
                this::answer,
                new Random(1),
                loop,
                Runnable::run,
                Protocol.WHOLE);
    }
}
