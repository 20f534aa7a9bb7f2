package miroir.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.Topology;
import miroir.engine.error.ApiException;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;
import miroir.engine.store.MemoryStore;
import miroir.engine.store.StoreException;
import org.junit.jupiter.api.Test;

class ClusterTest {
    private static final ClusterState EMPTY =
            new ClusterState("c", new Topology(1, 1, List.of()), Map.of(), new TreeMap<>());
    private static final Change ROW = new Change.Audit(AuditRow.of(Instant.EPOCH, "test", "act", "it", ""));

    private final Deque<Runnable> disk = new ArrayDeque<>();
    private final Deque<Runnable> loop = new ArrayDeque<>();
    private final List<String> ended = new ArrayList<>();
    private final MemoryStore store = new MemoryStore(this::reached);
    private final Vitals vitals = new Vitals(Room.of(0, () -> Long.MAX_VALUE), ended::add);
    private final Cluster cluster = new Cluster(store, new Loop(), Protocol.WHOLE, vitals, EMPTY);
    private Runnable whenReadable = () -> {};

    private final class Loop implements Scheduler {
        @Override
        public void execute(Runnable task) {
            loop.add(task);
        }

        @Override
        public void after(Duration delay, Runnable task) {
            loop.add(task);
        }

        @Override
        public boolean isHere() {
            return true;
        }
    }

    /** A write can be read now; it is on the disk once the rest was run. */
    private void reached(Runnable rest) {
        disk.add(rest);
        whenReadable.run();
    }

    private CompletableFuture<Integer> rows() {
        return cluster.read(s -> s.audit(0, 10).size());
    }

    private void write(int version) {
        Unattended.run(topology(version), "writing");
    }

    private CompletableFuture<Void> topology(int version) {
        return cluster.change(
                state -> state.withTopology(new Topology(version, 1, List.of()), state.nodes()), List.of(ROW));
    }

    private long shown() {
        return cluster.current().cluster().topology().version();
    }

    @Test
    void what_was_read_is_told_at_once_when_nothing_is_being_written() {
        assertThat(rows()).isCompletedWithValue(0);
        Thread here = Thread.currentThread();
        assertThat(cluster.read(s -> Thread.currentThread())).isCompletedWithValue(here);
        assertThat(disk).as("a read writes nothing").isEmpty();
        assertThat(loop).isEmpty();
    }

    @Test
    void what_was_read_is_told_when_all_of_it_shows() {
        CompletableFuture<Void> first = topology(2);
        CompletableFuture<Integer> one = rows();
        write(3);
        CompletableFuture<Integer> two = rows();
        List<Long> seen = new ArrayList<>();
        Unattended.run(one.thenRun(() -> seen.add(shown())), "reading");
        Unattended.run(two.thenRun(() -> seen.add(shown())), "reading");
        disk.remove().run();
        assertThat(one).as("on the disk, but not published").isNotDone();
        loop.remove().run();
        assertThat(first).isDone();
        assertThat(one).isCompletedWithValue(1);
        assertThat(two).as("also saw what is not on the disk").isNotDone();
        disk.remove().run();
        loop.remove().run();
        assertThat(two).isCompletedWithValue(2);
        assertThat(seen).containsExactly(2L, 3L);
    }

    @Test
    void a_row_that_shows_while_it_is_still_being_submitted_is_waited_for() {
        List<CompletableFuture<Integer>> reads = new ArrayList<>();
        whenReadable = () -> reads.add(rows());
        write(2);
        assertThat(reads).hasSize(1);
        assertThat(reads.get(0)).isNotDone();
        disk.remove().run();
        loop.remove().run();
        assertThat(reads.get(0)).isCompletedWithValue(1);
    }

    @Test
    void nothing_is_told_of_a_store_that_failed() {
        write(2);
        CompletableFuture<Integer> before = rows();
        store.failNextWrite("disk gone");
        write(3);
        CompletableFuture<Integer> meanwhile = rows();
        while (!disk.isEmpty() || !loop.isEmpty()) {
            (disk.isEmpty() ? loop : disk).remove().run();
        }
        assertThat(before).as("what it saw was written before").isCompletedWithValue(1);
        assertThat(ended).containsExactly("Miroir's store failed (disk gone)");
        refused(meanwhile);
        refused(rows());
        refused(cluster.shown());
        refused(cluster.read(s -> {
            throw new StoreException("cannot be read");
        }));
    }

    @Test
    void a_query_that_fails_by_itself_is_no_failure_of_the_store() {
        CompletableFuture<Integer> read = cluster.read(s -> {
            throw new StoreException("not a plan");
        });
        assertThat(catchThrowable(read::join).getCause()).hasMessage("not a plan");
        while (!disk.isEmpty() || !loop.isEmpty()) {
            (disk.isEmpty() ? loop : disk).remove().run();
        }
        assertThat(ended).isEmpty();
        assertThat(rows()).isCompletedWithValue(0);
    }

    @Test
    void a_query_that_fails_has_the_store_prove_that_it_still_writes() {
        store.failNextWrite("closed");
        assertThat(catchThrowable(cluster.read(s -> {
                            throw new StoreException("closed");
                        })::join)
                        .getCause())
                .hasMessage("closed");
        while (!disk.isEmpty() || !loop.isEmpty()) {
            (disk.isEmpty() ? loop : disk).remove().run();
        }
        assertThat(ended).containsExactly("Miroir's store failed (closed)");
    }

    private static void refused(CompletableFuture<?> read) {
        Throwable failure = catchThrowable(read::join).getCause();
        assertThat(failure)
                .isInstanceOfSatisfying(
                        ApiException.class,
                        e -> assertThat(e.error().code().status()).isEqualTo(503));
    }
}
