package miroir.console.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Eta;
import miroir.core.plan.Plan.Survivors;
import miroir.core.plan.Plan.Totals;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;

/** A plan in sentences. */
final class PlanWords {
    private PlanWords() {}

    /** What is wished for, such as "Drain node-3". */
    static String title(TopologyWish wish) {
        List<String> parts = new ArrayList<>();
        add(parts, "add", wish.addNodes().stream().map(n -> n.id().value()));
        add(parts, "drain", wish.drainNodes().stream().map(NodeId::value));
        add(parts, "remove", wish.removeNodes().stream().map(NodeId::value));
        wish.replaceNodes().forEach(r -> parts.add("replace " + r.from() + " by " + r.to().id()));
        wish.addGroups()
                .forEach(g -> parts.add("add group " + g.group() + " with "
                        + Words.count(g.nodes().size(), "node", "nodes")));
        add(parts, "remove", wish.removeGroups().stream().map(PlanWords::group));
        if (wish.replicationFactor() != null) {
            parts.add("keep " + Words.count(wish.replicationFactor(), "copy", "copies") + " of each shard per group");
        }
        if (wish.whatIf()) {
            parts.add("what if " + failing(wish));
        }
        String title = parts.isEmpty() ? "bring every copy to where it should be" : Words.and(parts);
        return Words.capital(title) + (wish.whatIf() ? "?" : "");
    }

    private static void add(List<String> parts, String verb, Stream<String> names) {
        List<String> all = names.toList();
        if (!all.isEmpty()) {
            parts.add(verb + " " + Words.and(all));
        }
    }

    private static String group(GroupId group) {
        return "group " + group;
    }

    private static String failing(TopologyWish wish) {
        List<String> names = Stream.concat(
                        wish.failNodes().stream().map(NodeId::value),
                        wish.failGroups().stream().map(PlanWords::group))
                .toList();
        return Words.and(names) + (names.size() == 1 ? " fails" : " fail");
    }

    /** What will happen, in one or two sentences. */
    static String headline(Plan plan) {
        return plan.wish().whatIf() ? whatIf(plan) : plan.applicable() ? change(plan) : refused(plan);
    }

    private static String refused(Plan plan) {
        return plan.moves().isEmpty()
                ? "Nothing was planned."
                : "Were it possible, " + build(plan, "would be built", "would be built");
    }

    private static String change(Plan plan) {
        int drops = plan.drops().size();
        String given =
                drops == 0 ? "" : " " + Words.count(drops, "copy is", "copies are") + " given up without a new one.";
        if (plan.moves().isEmpty()) {
            return "No copy moves." + given;
        }
        return build(plan, "is built", "are built") + given + " Meanwhile "
                + least(plan.survivors().during());
    }

    private static String whatIf(Plan plan) {
        Survivors survivors = plan.survivors();
        String hit = survivors.during() == 0
                ? "Some documents could not be found any more: at least one shard would have no live copy left."
                : "Every document would stay searchable, and " + least(survivors.during());
        if (plan.moves().isEmpty()) {
            return hit + " Nothing could be built again elsewhere, or nothing has to be.";
        }
        return hit + " To make up for it: " + build(plan, "would be built", "would be built");
    }

    private static String least(int copies) {
        return copies == 0
                ? "at least one shard has no live copy."
                : "every shard keeps at least " + Words.count(copies, "live copy", "live copies") + ".";
    }

    private static String build(Plan plan, String one, String many) {
        Totals totals = plan.totals();
        return Words.count(totals.copies(), "copy " + one, "copies " + many) + " ("
                + Words.count(totals.documents(), "document", "documents") + ", " + Words.bytes(totals.bytes())
                + ") in "
                + eta(plan.eta()) + ".";
    }

    /** How long it takes, as a range. */
    static String eta(Eta eta) {
        String low = Words.span(Duration.ofMillis(eta.low()));
        String high = Words.span(Duration.ofMillis(eta.high()));
        if (low.equals(high)) {
            return "about " + low;
        }
        String unit = high.substring(high.indexOf(' '));
        return (low.endsWith(unit) ? low.substring(0, low.length() - unit.length()) : low) + " to " + high;
    }

    /** How many nodes may be lost while so many copies of each shard are live. */
    static String tolerance(int survivors) {
        return switch (survivors) {
            case 0 -> "some documents cannot be found";
            case 1 -> "the loss of one more node may hide documents";
            default -> "survives the loss of any " + Words.count(survivors - 1L, "node", "nodes");
        };
    }

    /** How that many live copies stand. */
    static Tone tone(int survivors) {
        return survivors == 0 ? Tone.BAD : survivors == 1 ? Tone.WARN : Tone.OK;
    }
}
