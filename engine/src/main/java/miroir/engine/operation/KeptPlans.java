package miroir.engine.operation;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.core.plan.Plan;
import miroir.engine.api.PlanEntry;
import miroir.engine.api.PlanPicture;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.store.Change;
import miroir.engine.store.ListedPlan;
import miroir.engine.store.PlanJson;
import miroir.engine.store.StoredPlan;

/**
 * The plans that were looked at: kept under their ids for some days, those that were applied for ever. The node keys of
 * their wishes are not kept with them, and shown to nobody.
 */
final class KeptPlans {
    private static final int LISTED = 100;
    private static final Duration KEPT = Duration.ofDays(7);

    private final Ports ports;
    private final Cluster cluster;
    private final PlanKeys keys;

    KeptPlans(Ports ports, Cluster cluster) {
        this.ports = ports;
        this.cluster = cluster;
        this.keys = new PlanKeys(ports.ticker());
    }

    /** Keeps the plan; completes once it is durable. Loop thread. */
    CompletableFuture<PlanPicture> keep(String id, Plan made) {
        Instant now = ports.clock().instant();
        keys.keep(id, made.wish());
        Plan plan = made.of(made.wish().withoutKeys());
        StoredPlan stored = new StoredPlan(id, now, plan.topologyVersion(), PlanJson.write(plan));
        return cluster.write(List.of(new Change.DropPlans(now.minus(KEPT)), new Change.PutPlan(stored)))
                .thenApply(done -> new PlanPicture(id, now, plan));
    }

    CompletableFuture<Optional<PlanPicture>> find(String id) {
        return cluster.read(store -> store.plan(id)
                .map(stored -> new PlanPicture(stored.id(), stored.createdAt(), PlanJson.read(stored.content()))));
    }

    /** A plan with the keys that its wish gave, as far as they are still known: to be applied, not to be shown. */
    PlanPicture whole(PlanPicture kept) {
        Plan plan = kept.plan();
        return new PlanPicture(kept.planId(), kept.createdAt(), plan.of(keys.with(kept.planId(), plan.wish())));
    }

    /** Drops the keys of a plan that was applied, or replaced by another one. */
    void settled(String id) {
        keys.forget(id);
    }

    /** The latest, newest first. */
    CompletableFuture<List<PlanEntry>> latest() {
        return cluster.read(
                store -> store.plans(LISTED).stream().map(KeptPlans::entry).toList());
    }

    private static PlanEntry entry(ListedPlan listed) {
        StoredPlan stored = listed.plan();
        Plan plan = PlanJson.read(stored.content());
        return new PlanEntry(
                stored.id(),
                stored.createdAt(),
                Titles.of(plan.wish()),
                plan.applicable(),
                plan.wish().whatIf(),
                plan.totals(),
                listed.operationId());
    }
}
