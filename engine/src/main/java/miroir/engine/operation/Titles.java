package miroir.engine.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import miroir.core.plan.TopologyWish;

/** What a plan and its operation are called. */
final class Titles {
    private Titles() {}

    static String of(TopologyWish wish) {
        List<String> parts = new ArrayList<>();
        if (!wish.addNodes().isEmpty()) {
            parts.add("add " + names(wish.addNodes().stream().map(n -> n.id()).toList()));
        }
        wish.addGroups().forEach(g -> parts.add("add group " + g.group()));
        if (!wish.drainNodes().isEmpty()) {
            parts.add("drain " + names(wish.drainNodes()));
        }
        if (!wish.removeNodes().isEmpty()) {
            parts.add("remove " + names(wish.removeNodes()));
        }
        wish.replaceNodes().forEach(r -> parts.add("replace " + r.from() + " by " + r.to().id()));
        wish.removeGroups().forEach(g -> parts.add("remove group " + g));
        if (wish.replicationFactor() != null) {
            parts.add("keep " + wish.replicationFactor() + (wish.replicationFactor() == 1 ? " copy" : " copies"));
        }
        if (!wish.failNodes().isEmpty()) {
            parts.add("what if " + names(wish.failNodes()) + " fails");
        }
        wish.failGroups().forEach(g -> parts.add("what if group " + g + " fails"));
        String title = parts.isEmpty() ? "rebalance" : String.join(", ", parts);
        return Character.toUpperCase(title.charAt(0)) + title.substring(1);
    }

    private static String names(List<?> nodes) {
        return nodes.stream().map(String::valueOf).collect(Collectors.joining(", "));
    }
}
