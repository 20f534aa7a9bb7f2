package miroir.engine.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import miroir.engine.store.StoredMove;
import miroir.engine.store.StoredOperation;
import miroir.engine.sync.SyncProgress;
import org.junit.jupiter.api.Test;

class OperationTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final StoredOperation ROW = new StoredOperation(
            "op",
            null,
            OperationKind.TOPOLOGY,
            OperationStatus.RUNNING,
            "Drain a",
            START,
            null,
            Notes.NONE.in("starting").toJson());
    private static final StoredMove MOVE = new StoredMove(
            "op",
            0,
            new IndexId(1),
            "books",
            3,
            new NodeId("a"),
            new NodeId("b"),
            0,
            MovePhase.COPYING,
            90,
            0,
            10,
            0,
            1,
            null);

    private final Operation operation = new Operation(ROW, List.of(MOVE));

    private OperationPicture picture() {
        return operation.picture(ROW, List.of(MOVE));
    }

    @Test
    void how_it_stands_is_told_as_it_is_written_down() {
        operation.pause();
        operation.note(operation.notes().with(new Operator.Throttle(7, 1)));
        assertThat(picture().status()).isEqualTo(OperationStatus.RUNNING);
        assertThat(picture().throttle()).isEqualTo(Notes.NONE.throttle());
        StoredOperation paused = operation.stored();
        assertThat(operation.picture(paused, List.of(MOVE)).status()).isEqualTo(OperationStatus.PAUSED);
        assertThat(operation.picture(paused, List.of(MOVE)).throttle()).isEqualTo(new Operator.Throttle(7, 1));
    }

    @Test
    void it_is_told_to_have_ended_when_that_is_written_down() {
        Notes last = operation.notes().in("done").withSafeToStop(List.of("a"));
        OperationPicture before = picture();
        StoredOperation ended = operation.end(OperationStatus.SUCCEEDED, last, START.plusSeconds(9));
        assertThat(operation.isOpen()).isFalse();
        assertThat(picture()).isEqualTo(before);
        OperationPicture after = operation.picture(ended, List.of(MOVE));
        assertThat(after.status()).isEqualTo(OperationStatus.SUCCEEDED);
        assertThat(after.finishedAt()).isEqualTo(START.plusSeconds(9));
        assertThat(after.safeToStop()).containsExactly("a");
    }

    @Test
    void how_far_it_is_is_told_as_of_now() {
        operation.note(operation.notes().in("building copies"));
        operation.report(0, new SyncProgress(MovePhase.COPYING, 50, 90, 0, 1, null));
        assertThat(picture().phase()).isEqualTo("building copies");
        assertThat(picture().moves().get(0).documentsDone()).isEqualTo(50);
        operation.move(0, MovePhase.COMMITTED);
        assertThat(picture().moves().get(0).phase()).isEqualTo(MovePhase.COPYING);
    }
}
