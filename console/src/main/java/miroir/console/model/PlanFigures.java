package miroir.console.model;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Breach;
import miroir.core.plan.Plan.Moment;
import miroir.core.plan.Plan.NodeLoad;
import miroir.core.plan.Plan.Spread;
import miroir.core.plan.Plan.Totals;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.NodePicture;

/**
 * A plan in figures.
 *
 * @param strengths how many live copies there are before, during and after
 * @param balance how evenly copies lie before and after, in one sentence each
 */
public record PlanFigures(
        List<Figure> totals, List<Strength> strengths, List<NodePage.Fact> balance, List<Load> loads) {

    /** One figure with what it means. */
    public record Figure(String label, String value, String note) {}

    /** The fewest live copies at a moment, and the constraints that do not hold then. */
    public record Strength(String label, int copies, Badge badge, List<String> breaches) {}

    /**
     * One node before and after.
     *
     * @param href its page; empty for a node that is yet to come
     */
    public record Load(
            String node, String href, int group, String copies, Bar bar, String documents, String bytes, String peak) {}

    static PlanFigures of(Plan plan, ClusterPicture cluster) {
        Set<String> known = cluster.nodes().stream().map(NodePicture::id).collect(Collectors.toSet());
        int most = plan.balance().nodes().stream()
                .mapToInt(n -> Math.max(n.copiesBefore(), n.copiesAfter()))
                .max()
                .orElse(0);
        return new PlanFigures(
                totals(plan),
                List.of(
                        strength(plan, "Now", Moment.BEFORE, plan.survivors().before()),
                        strength(
                                plan,
                                plan.wish().whatIf() ? "After the loss" : "While it runs",
                                Moment.DURING,
                                plan.survivors().during()),
                        strength(
                                plan,
                                plan.wish().whatIf() ? "Once built again" : "Afterwards",
                                Moment.AFTER,
                                plan.survivors().after())),
                List.of(
                        new NodePage.Fact("Now", spread(plan.balance().before())),
                        new NodePage.Fact("Afterwards", spread(plan.balance().after()))),
                plan.balance().nodes().stream()
                        .map(n -> load(n, known.contains(n.node().value()), most, plan))
                        .toList());
    }

    private static List<Figure> totals(Plan plan) {
        Totals totals = plan.totals();
        String minimum = totals.copies() == 0
                ? "nothing to build"
                : totals.copies() <= totals.minimumCopies()
                        ? "the fewest possible"
                        : "at least " + Words.count(totals.minimumCopies()) + " have to be";
        return List.of(
                new Figure("Copies built", Words.count(totals.copies()), minimum),
                new Figure("Documents copied", Words.count(totals.documents()), "counted once for each copy"),
                new Figure("Size", Words.bytes(totals.bytes()), "estimated from the nodes' databases"),
                new Figure(
                        "Time",
                        totals.copies() == 0 ? "none" : PlanWords.eta(plan.eta()),
                        plan.eta().basis()),
                new Figure(
                        "Copies given up",
                        Words.count(plan.drops().size()),
                        plan.drops().isEmpty() ? "each one that goes is replaced" : "without a new one"));
    }

    private static Strength strength(Plan plan, String label, Moment moment, int copies) {
        return new Strength(
                label,
                copies,
                new Badge(PlanWords.tone(copies), Words.capital(PlanWords.tolerance(copies))),
                plan.breaches().stream()
                        .filter(b -> b.moment() == moment)
                        .map(Breach::message)
                        .toList());
    }

    private static String spread(Spread spread) {
        return spread.fewest() + " to " + spread.most() + " copies a node; the fullest holds "
                + String.format(Locale.ROOT, "%.2f", spread.ratio()) + " times the mean";
    }

    private static Load load(NodeLoad load, boolean known, int most, Plan plan) {
        String id = load.node().value();
        int before = load.copiesBefore();
        int after = load.copiesAfter();
        long stay = Math.min(before, after);
        Bar bar = Bar.of(
                before + " copies before, " + after + " after",
                most,
                new Bar.Part("bar-plain", stay),
                new Bar.Part(after > before ? "bar-busy" : "bar-soft", Math.max(before, after) - stay));
        Long peak = plan.peakExtraBytes().get(load.node());
        return new Load(
                id,
                known ? Links.node(id) : "",
                load.group().number(),
                change(Words.count(before), Words.count(after)),
                bar,
                change(Words.count(load.documentsBefore()), Words.count(load.documentsAfter())),
                change(Words.bytes(load.bytesBefore()), Words.bytes(load.bytesAfter())),
                peak == null || peak == 0 ? "none" : "+" + Words.bytes(peak));
    }

    private static String change(String before, String after) {
        return before.equals(after) ? before : before + " → " + after;
    }
}
