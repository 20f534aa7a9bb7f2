package miroir.engine.task;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import miroir.engine.store.StoredTask;
import miroir.engine.write.Work;
import miroir.engine.write.WorkPlanner;

/** Plans tasks whose turn has come. Loop thread. */
final class Starting {
    private Starting() {}

    /** What they come down to; what cannot be planned fails when it ends. Completes on the loop. */
    static CompletableFuture<RunningTask> plan(LaneContext context, List<Waiting.Turn> turns) {
        TaskLedger.Started started =
                context.ledger().started(turns.stream().map(Waiting.Turn::task).toList());
        List<StoredTask> tasks = started.tasks();
        long memory = tasks.stream().mapToLong(WorkPlanner::memory).sum();
        return context.plans()
                .take(memory)
                .thenComposeAsync(
                        share -> plan(context, turns, tasks)
                                .thenCombineAsync(
                                        // what a restart finds enqueued must have been sent to nobody
                                        started.durable(),
                                        (members, durable) -> new RunningTask(members, share),
                                        context.ports().loop())
                                .whenCompleteAsync(
                                        (running, failure) -> {
                                            if (failure != null) {
                                                share.close();
                                            }
                                        },
                                        context.ports().loop()),
                        context.ports().loop());
    }

    private static CompletableFuture<List<RunningTask.Member>> plan(
            LaneContext context, List<Waiting.Turn> turns, List<StoredTask> tasks) {
        List<RunningTask.Member> members = new ArrayList<>();
        CompletableFuture<Void> planned = CompletableFuture.completedFuture(null);
        for (int i = 0; i < tasks.size(); i++) {
            Waiting.Turn turn = turns.get(i);
            StoredTask task = tasks.get(i);
            planned = planned.thenComposeAsync(
                            done -> context.planner().plan(task),
                            context.ports().loop())
                    .exceptionally(failure -> Work.failed(WorkPlanner.explain(task, failure)))
                    .thenAcceptAsync(
                            work -> members.add(new RunningTask.Member(turn, task, work.knowing(turn.sent()))),
                            context.ports().loop());
        }
        return planned.thenApply(done -> members);
    }
}
