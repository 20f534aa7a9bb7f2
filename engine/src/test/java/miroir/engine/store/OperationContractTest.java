package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every store promises of plans, operations and moves. */
@ParameterizedClass
@EnumSource(StoreContractTest.Kind.class)
class OperationContractTest {
    private final StoreContractTest.Kind kind;

    @TempDir
    Path directory;

    private Store store;

    OperationContractTest(StoreContractTest.Kind kind) {
        this.kind = kind;
    }

    @BeforeEach
    void open() {
        store = kind.open(directory);
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void write(Change... changes) {
        store.write(List.of(changes)).join();
    }

    @Test
    void a_plan_is_found_by_its_id_until_it_is_old_and_no_operation_refers_to_it() {
        StoredPlan old = Samples.plan("old", Samples.NOW.minusNanos(1));
        StoredPlan applied = Samples.plan("applied", Samples.NOW.minusNanos(1));
        StoredPlan recent = Samples.plan("recent", Samples.NOW);
        StoredOperation operation = new StoredOperation(
                "o",
                "applied",
                OperationKind.TOPOLOGY,
                OperationStatus.SUCCEEDED,
                "Drain a",
                Samples.NOW,
                Samples.NOW.plusNanos(3),
                "{}");
        write(new Change.PutPlan(old), new Change.PutPlan(applied), new Change.PutPlan(recent));
        write(new Change.PutOperation(operation));
        assertThat(store.plan("old")).contains(old);

        write(new Change.DropPlans(Samples.NOW));

        assertThat(store.plan("old")).isEmpty();
        assertThat(store.plan("applied")).contains(applied);
        assertThat(store.plan("recent")).contains(recent);
        assertThat(store.operation("o")).contains(operation);
        assertThat(store.operation("p")).isEmpty();
    }

    @Test
    void plans_come_newest_first_with_the_newest_operation_that_carries_each_out() {
        StoredPlan old = Samples.plan("z", Samples.NOW.minusNanos(1));
        StoredPlan applied = Samples.plan("a", Samples.NOW);
        StoredPlan recent = Samples.plan("b", Samples.NOW);
        write(new Change.PutPlan(recent), new Change.PutPlan(old), new Change.PutPlan(applied));
        for (int i = 0; i < 2; i++) {
            write(new Change.PutOperation(new StoredOperation(
                    "o" + i,
                    "a",
                    OperationKind.TOPOLOGY,
                    OperationStatus.SUCCEEDED,
                    "",
                    Samples.NOW.plusNanos(i),
                    null,
                    "{}")));
        }
        write(new Change.PutOperation(Samples.operation("p", OperationStatus.RUNNING)));

        assertThat(store.plans(3))
                .containsExactly(
                        new ListedPlan(recent, null), new ListedPlan(applied, "o1"), new ListedPlan(old, null));
        assertThat(store.plans(1)).containsExactly(new ListedPlan(recent, null));
    }

    @Test
    void operations_come_newest_first_and_open_ones_oldest_first() {
        List<StoredOperation> oldestFirst = new ArrayList<>();
        for (OperationStatus status : List.of(
                OperationStatus.RUNNING,
                OperationStatus.SUCCEEDED,
                OperationStatus.PAUSED,
                OperationStatus.FAILED,
                OperationStatus.CANCELED,
                OperationStatus.RUNNING)) {
            int number = oldestFirst.size();
            oldestFirst.add(new StoredOperation(
                    "o" + (9 - number),
                    null,
                    OperationKind.RESYNC,
                    status,
                    "",
                    Samples.NOW.plusNanos(number / 2),
                    null,
                    "{}"));
        }
        oldestFirst.forEach(operation -> write(new Change.PutOperation(operation)));
        oldestFirst.sort(Comparator.comparing(StoredOperation::startedAt).thenComparing(StoredOperation::id));

        assertThat(store.operations(0, 4))
                .containsExactly(oldestFirst.get(5), oldestFirst.get(4), oldestFirst.get(3), oldestFirst.get(2));
        assertThat(store.operations(4, Integer.MAX_VALUE)).containsExactly(oldestFirst.get(1), oldestFirst.get(0));
        assertThat(store.openOperations()).extracting(StoredOperation::id).containsExactly("o9", "o7", "o4");
    }

    @Test
    void an_operation_written_again_keeps_its_moves_and_moves_written_again_replace() {
        StoredMove planned = Samples.move("o", 1, MovePhase.PLANNED);
        StoredMove done = Samples.move("o", 0, MovePhase.DONE);
        write(
                new Change.PutOperation(Samples.operation("o", OperationStatus.RUNNING)),
                new Change.PutMoves(List.of(planned, Samples.move("o", 0, MovePhase.COPYING))));
        write(
                new Change.PutOperation(Samples.operation("o", OperationStatus.PAUSED)),
                new Change.PutMoves(List.of(done)),
                new Change.PutMoves(List.of()));

        assertThat(store.operation("o")).contains(Samples.operation("o", OperationStatus.PAUSED));
        assertThat(store.moves("o")).containsExactly(done, planned);
        assertThat(store.moves("p")).isEmpty();
    }

    @Test
    void ten_thousand_moves_are_written_at_once_or_not_at_all() {
        List<StoredMove> moves = new ArrayList<>();
        for (int number = 0; number < 10_000; number++) {
            moves.add(Samples.move("o", number, MovePhase.PLANNED));
        }
        write(new Change.PutOperation(Samples.operation("o", OperationStatus.RUNNING)), new Change.PutMoves(moves));
        assertThat(store.moves("o")).isEqualTo(moves);

        List<StoredMove> oneAstray =
                List.of(Samples.move("o", 4, MovePhase.DONE), Samples.move("nowhere", 0, MovePhase.DONE));
        assertThatThrownBy(() -> write(new Change.PutMoves(oneAstray))).hasRootCauseInstanceOf(Exception.class);
        write(new Change.PutMoves(List.of(Samples.move("o", 5, MovePhase.DONE))));

        moves.set(5, Samples.move("o", 5, MovePhase.DONE));
        assertThat(store.moves("o")).isEqualTo(moves);
        assertThat(store.moves("nowhere")).isEmpty();
    }
}
