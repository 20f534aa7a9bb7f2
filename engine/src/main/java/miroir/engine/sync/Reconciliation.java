package miroir.engine.sync;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import miroir.engine.copy.CopyDocuments;
import miroir.engine.copy.Place;
import miroir.engine.state.Safeguard;
import miroir.engine.write.Tracking;

/**
 * Makes a set of documents on one node what it is on another: what is there is written whole, what is not is deleted.
 * Repeatable, and needs no history. Loop thread.
 */
final class Reconciliation {
    private static final int FIRST_CHUNK = 100;
    private static final int MOST_DOCUMENTS = 1000;
    private static final int CHUNK_BYTES = 4 << 20;

    private final SyncContext context;
    private final String tag;
    private final Runnable wanted;
    private int chunk = FIRST_CHUNK;

    /**
     * Writes under that tag.
     *
     * @param wanted throws when the target is not to be written any more
     */
    Reconciliation(SyncContext context, String tag, Runnable wanted) {
        this.context = context;
        this.tag = tag;
        this.wanted = wanted;
    }

    /** What is to be gone through, in which order, and how far that got. */
    static final class Plan {
        private final Place source;
        private final Place target;
        private final List<String> ids;
        private final boolean compare;
        private int at;

        private Plan(Place source, Place target, Set<String> ids, boolean compare) {
            this.source = source;
            this.target = target;
            this.ids = List.copyOf(ids);
            this.compare = compare;
        }

        boolean hasNext() {
            return at < ids.size();
        }

        int documents() {
            return ids.size();
        }

        int done() {
            return at;
        }
    }

    /** What one step found and did. */
    record Step(int differing, long bytes) {}

    /** Lists both sides. Ids that only the target has come first. */
    CompletableFuture<Plan> plan(Place source, Place target) {
        CompletableFuture<List<String>> there = documents().ids(target, null);
        return documents()
                .ids(source, null)
                .thenCombineAsync(
                        there,
                        (here, extra) -> {
                            Set<String> ids = new LinkedHashSet<>(extra);
                            ids.removeAll(new LinkedHashSet<>(here));
                            if (!keeps(Safeguard.LEFT_OVERS_REMOVED)) {
                                ids.clear();
                            }
                            ids.addAll(here);
                            if (!keeps(Safeguard.COMPARING_RESUME)) {
                                ids.removeAll(extra);
                            }
                            return new Plan(source, target, ids, !extra.isEmpty());
                        },
                        context.ports().loop());
    }

    /** Deals with the next documents of a plan; those that clients wrote meanwhile are not counted as differing. */
    CompletableFuture<Step> next(Plan plan, Tracking tracking) {
        List<String> ids = plan.ids.subList(plan.at, Math.min(plan.ids.size(), plan.at + chunk));
        plan.at += ids.size();
        if (!plan.compare) {
            return copy(plan.source, plan.target, ids).thenApply(bytes -> new Step(0, bytes));
        }
        return documents().compare(plan.source, plan.target, ids).thenCompose(found -> {
            resize(ids.size(), found.bytes());
            Set<String> differing = new LinkedHashSet<>(found.changed().keySet());
            differing.addAll(found.gone());
            differing.removeIf(tracking::contains);
            return write(plan.target, found.changed().values(), found.gone())
                    .thenApply(done -> new Step(differing.size(), found.bytes()));
        });
    }

    /** Copies documents without looking at the target; answers the bytes that were read. */
    CompletableFuture<Long> copy(Place source, Place target, List<String> ids) {
        int many = Math.min(ids.size(), chunk);
        List<String> now = ids.subList(0, many);
        if (now.isEmpty()) {
            return CompletableFuture.completedFuture(0L);
        }
        return documents().read(source, now).thenCompose(found -> {
            long bytes = found.values().stream().mapToLong(d -> d.length).sum();
            resize(many, bytes);
            List<String> gone = new ArrayList<>(now);
            gone.removeAll(found.keySet());
            if (!keeps(Safeguard.ABSENT_DELETED)) {
                gone.clear();
            }
            return write(target, found.values(), gone)
                    .thenCompose(done -> copy(source, target, ids.subList(many, ids.size())))
                    .thenApply(more -> bytes + more);
        });
    }

    private CompletableFuture<Void> write(Place target, Collection<byte[]> put, List<String> gone) {
        return documents()
                .put(target, put, tag, wanted)
                .thenCompose(done -> documents().delete(target, gone, tag, wanted));
    }

    /** Chunks of a few megabytes: short enough that clients' tasks come between, long enough to pay. */
    private void resize(int documents, long bytes) {
        if (documents > 0 && bytes > 0) {
            long fitting = CHUNK_BYTES / Math.max(1, bytes / documents);
            chunk = (int) Math.max(1, Math.min(MOST_DOCUMENTS, fitting));
        }
    }

    private boolean keeps(Safeguard rule) {
        return context.ports().protocol().keeps(rule);
    }

    private CopyDocuments documents() {
        return context.documents();
    }
}
