package miroir.engine.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.time.Moment;
import miroir.engine.state.Ports;
import miroir.engine.sync.SyncCanceled;
import miroir.engine.sync.SyncControl;
import miroir.engine.sync.SyncProgress;

/** Lets an operation steer one of its moves, and hear of it. Loop thread. */
final class MoveControl implements SyncControl {
    private final Runner runner;
    private final Ports ports;
    private final Operation operation;
    private final int number;
    private Moment began;

    MoveControl(Runner runner, Ports ports, Operation operation, int number) {
        this.runner = runner;
        this.ports = ports;
        this.operation = operation;
        this.number = number;
        this.began = ports.ticker().now();
    }

    /** When the attempt that is under way, or was the last, began. */
    Moment began() {
        return began;
    }

    @Override
    public CompletableFuture<Void> proceed() {
        return isCanceled()
                ? CompletableFuture.failedFuture(new SyncCanceled("the operation was canceled"))
                : operation.proceed();
    }

    @Override
    public boolean isPaused() {
        return operation.status() == OperationStatus.PAUSED;
    }

    @Override
    public boolean isCanceled() {
        return operation.status() == OperationStatus.CANCELED;
    }

    @Override
    public boolean keepsStale() {
        return operation.kind() == OperationKind.RESYNC;
    }

    @Override
    public Duration pause(long bytes) {
        return operation.spend(bytes, ports.ticker().now());
    }

    @Override
    public void report(SyncProgress progress) {
        if (progress.phase() == MovePhase.PLANNED) {
            began = ports.ticker().now();
        }
        if (operation.report(number, progress)) {
            runner.write(operation, number);
        }
    }
}
