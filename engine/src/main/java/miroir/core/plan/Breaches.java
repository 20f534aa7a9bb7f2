package miroir.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.PlacementStrategy;
import miroir.core.plan.Plan.Breach;
import miroir.core.plan.Plan.Moment;
import miroir.core.topology.GroupId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;

/** Constraints that do not hold for one index, and what must not be done to it. */
final class Breaches {
    private final Draft draft;
    private final Survival survival;
    private final String uid;
    private final List<Breach> breaches = new ArrayList<>();

    private Breaches(Draft draft, Survival survival) {
        this.draft = draft;
        this.survival = survival;
        uid = survival.index().uid();
    }

    /** What does not hold, by moment. */
    static List<Breach> of(Draft draft, List<Survival> all) {
        List<Breach> breaches = new ArrayList<>();
        for (Moment moment : Moment.values()) {
            for (Survival survival : all) {
                Breaches one = new Breaches(draft, survival);
                one.at(moment);
                breaches.addAll(one.breaches);
            }
        }
        return List.copyOf(breaches);
    }

    private void at(Moment moment) {
        if (moment == Moment.AFTER) {
            add(moment, "data_lost", "no copy in sync left", shard -> !survival.kept(shard));
        }
        add(moment, "no_live_copy", "no live copy", shard -> survival.live(moment, shard) == 0);
        for (Laid laid : survival.parts()) {
            belowFactor(moment, laid);
            uneven(moment, laid);
        }
    }

    private void belowFactor(Moment moment, Laid laid) {
        GroupId group = laid.part().group();
        int before = survival.index().shape().replicationFactor();
        int after = draft.target().replicationFactor(survival.index());
        boolean was = !active(draft.present().topology(), group).isEmpty();
        boolean will = !active(draft.target().topology(), group).isEmpty();
        int factor = switch (moment) {
            case BEFORE -> was ? before : 0;
            case DURING -> was && will ? Math.min(before, after) : 0;
            case AFTER -> will ? after : 0;
        };
        String fewer = "fewer than " + factor + " live copies in group " + group;
        add(moment, "below_rf", fewer, shard -> survival.live(moment, group, shard) < factor);
    }

    private void uneven(Moment moment, Laid laid) {
        Layout layout = laid.layout();
        if (survival.index().shape().strategy() != PlacementStrategy.BALANCED || moment == Moment.DURING) {
            return;
        }
        if (moment == Moment.BEFORE) {
            uneven(
                    moment,
                    laid,
                    before(laid.part()),
                    active(draft.present().topology(), laid.part().group()).size());
        } else if (layout != null) {
            int most = IntStream.range(0, layout.room().size())
                    .map(layout::load)
                    .max()
                    .orElse(0);
            uneven(moment, laid, most, layout.room().size());
        }
    }

    private int before(Part part) {
        Set<NodeId> active = active(draft.present().topology(), part.group());
        Map<NodeId, Integer> loads = new HashMap<>();
        for (List<Copy> copies : part.copies()) {
            copies.forEach(copy -> loads.merge(copy.node(), 1, Integer::sum));
        }
        return active.stream().mapToInt(id -> loads.getOrDefault(id, 0)).max().orElse(0);
    }

    private void uneven(Moment moment, Laid laid, int most, int nodes) {
        int factor = moment == Moment.BEFORE
                ? survival.index().shape().replicationFactor()
                : draft.target().replicationFactor(survival.index());
        if (nodes > 0 && most > Layout.limit(laid.part().shards() * Math.min(factor, nodes), nodes)) {
            breaches.add(new Breach(
                    moment,
                    "uneven",
                    uid,
                    "The fullest node of group " + laid.part().group() + " holds " + most + " copies of " + uid
                            + ", more than its share."));
        }
    }

    private static Set<NodeId> active(Topology topology, GroupId group) {
        Set<NodeId> active = new HashSet<>();
        topology.nodes().stream()
                .filter(node -> node.group().equals(group) && node.wanted() == Lifecycle.ACTIVE)
                .forEach(node -> active.add(node.id()));
        return active;
    }

    private void add(Moment moment, String name, String what, IntPredicate broken) {
        int[] shards = IntStream.range(0, survival.index().shape().shards())
                .filter(broken)
                .toArray();
        if (shards.length > 0) {
            breaches.add(new Breach(
                    moment,
                    name,
                    uid,
                    ranges(shards) + " of " + uid + (shards.length == 1 ? " has " : " have ") + what + "."));
        }
    }

    /** Shard numbers for people: "Shards 0-3, 7". */
    static String ranges(int[] sorted) {
        StringBuilder text = new StringBuilder(sorted.length == 1 ? "Shard " : "Shards ");
        for (int i = 0; i < sorted.length; i++) {
            int first = i;
            while (i + 1 < sorted.length && sorted[i + 1] == sorted[i] + 1) {
                i++;
            }
            text.append(first == 0 ? "" : ", ").append(sorted[first]);
            if (i > first) {
                text.append('-').append(sorted[i]);
            }
        }
        return text.toString();
    }
}
