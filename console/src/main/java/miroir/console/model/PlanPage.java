package miroir.console.model;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Refusal;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.PlanPicture;

/**
 * What a plan would do.
 *
 * @param whatIf whether it only answers a question
 * @param offersApply whether an Apply button is due
 * @param standing what happened since it was made, or why it cannot be applied; empty: nothing to say
 * @param operationHref the operation that carries it out; empty: none
 * @param instead the plan that was asked for and was outdated; empty: none
 * @param unchecked what is looked at only when it is applied
 * @param mapsLeft what the maps leave out; empty: nothing
 */
public record PlanPage(
        String id,
        String href,
        String title,
        String headline,
        Stamp created,
        boolean whatIf,
        boolean offersApply,
        String standing,
        String operationHref,
        String instead,
        List<Refusal> refusals,
        List<String> unchecked,
        PlanFigures figures,
        List<DiffMap> maps,
        String mapsLeft,
        PlanMoves moves,
        String planCurl,
        String applyCurl) {

    /**
     * What is asked of the page.
     *
     * @param from the first move of the list
     * @param instead the plan this one is shown instead of; empty: none
     */
    public record Query(int from, String instead) {}

    /** That plan beside that picture and those operations. */
    public static PlanPage of(PlanPicture picture, Query query, Around around) {
        Plan plan = picture.plan();
        String href = Links.plan(picture.planId());
        Optional<OperationPicture> operation = around.carryingOut(picture.planId());
        DiffMaps.Drawn drawn = DiffMaps.of(around.cluster(), plan);
        return new PlanPage(
                picture.planId(),
                href,
                PlanWords.title(plan.wish()),
                PlanWords.headline(plan),
                Stamp.of(around.now(), picture.createdAt(), "unknown"),
                plan.wish().whatIf(),
                plan.applicable() && operation.isEmpty(),
                standing(plan, operation, around.cluster()),
                operation.map(o -> Links.operation(o.operationId())).orElse(""),
                query.instead(),
                plan.refusals(),
                operation.isEmpty() ? plan.unchecked() : List.of(),
                PlanFigures.of(plan, around.cluster()),
                drawn.maps(),
                drawn.left(),
                PlanMoves.of(plan, picture.planId(), query.from()),
                around.curl().plan(plan.wish()),
                around.curl().apply(picture.planId()));
    }

    /** What a plan is shown beside. */
    public record Around(ClusterPicture cluster, List<OperationPicture> operations, Instant now, Curl curl) {
        Optional<OperationPicture> carryingOut(String planId) {
            return operations.stream().filter(o -> planId.equals(o.planId())).findFirst();
        }
    }

    private static String standing(Plan plan, Optional<OperationPicture> operation, ClusterPicture cluster) {
        if (operation.isPresent()) {
            return "This plan was applied. What is drawn below compares it with the cluster as it is now.";
        }
        if (plan.topologyVersion() != cluster.version()) {
            return "The topology has changed since this plan was made (version " + plan.topologyVersion() + ", now "
                    + cluster.version() + "). "
                    + (plan.applicable()
                            ? "Applying it will make a new plan first and show it."
                            : "Ask again for an answer of today.");
        }
        return "";
    }
}
