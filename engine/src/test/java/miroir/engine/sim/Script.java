package miroir.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import miroir.core.topology.NodeId;
import miroir.engine.node.NodeRequest;

/** Faults one by one, as a test wants them. */
final class Script implements Faults {
    private final List<Rule> rules = new ArrayList<>();

    /** The next request that fits has this fate. */
    void once(Predicate<NodeRequest> which, Fate fate) {
        times(1, which, fate);
    }

    void times(int count, Predicate<NodeRequest> which, Fate fate) {
        rules.add(new Rule(which, fate, count));
    }

    /** Every request that fits has this fate, until all is calm again. */
    void always(Predicate<NodeRequest> which, Fate fate) {
        times(Integer.MAX_VALUE, which, fate);
    }

    void calm() {
        rules.clear();
    }

    static Predicate<NodeRequest> documentsTo(NodeId node) {
        return request -> Faults.addsDocuments(request) && request.node().equals(node);
    }

    @Override
    public Fate fate(NodeRequest request) {
        for (Rule rule : rules) {
            if (rule.left > 0 && rule.which.test(request)) {
                rule.left--;
                return rule.fate;
            }
        }
        return Fate.DELIVERED;
    }

    private static final class Rule {
        private final Predicate<NodeRequest> which;
        private final Fate fate;
        private int left;

        Rule(Predicate<NodeRequest> which, Fate fate, int left) {
            this.which = which;
            this.fate = fate;
            this.left = left;
        }
    }
}
