package miroir.engine.adopt;

import java.net.URI;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.store.Meta;
import miroir.engine.store.StoredState;

/** Which cluster was found, and which nodes it has. Pure. */
final class Roster {
    private Roster() {}

    /** What is remembered of the one cluster that was found; fails when there is none, or more than one. */
    static Known known(Findings findings) {
        return Known.of(clusterId(findings), findings.nodes(), findings.old());
    }

    /** The nodes that records name and the configuration does not, so that they are asked, too. */
    static List<Node> alsoNamed(Findings findings) {
        Set<NodeId> asked = new HashSet<>();
        findings.nodes().forEach(node -> asked.add(node.node().id()));
        return known(findings).cluster().stream()
                .flatMap(record -> record.nodes().stream())
                .filter(node -> node.wanted() != Lifecycle.REMOVED && !asked.contains(node.id()))
                .toList();
    }

    /** As the newest record has it, if one does: what was wanted of a node, and its group. */
    static Node remembered(Findings findings, Node configured) {
        return known(findings).cluster().stream()
                .flatMap(record -> record.nodes().stream())
                .filter(node -> node.id().equals(configured.id()))
                .findFirst()
                .map(node -> new Node(node.id(), node.group(), configured.address(), node.wanted()))
                .orElse(configured);
    }

    /** Where the newest record has it. */
    static Optional<URI> address(Findings findings, NodeId id) {
        return known(findings).cluster().stream()
                .flatMap(record -> record.nodes().stream())
                .filter(node -> node.id().equals(id) && node.wanted() != Lifecycle.REMOVED)
                .findFirst()
                .map(Node::address);
    }

    /** Fails when no node is left that could be asked: what is rebuilt from none is what is there already. */
    static void requireAny(Findings findings) {
        if (findings.nodes().stream().noneMatch(NodeFindings::found)) {
            throw new AdoptionException(nothing(findings));
        }
    }

    private static String clusterId(Findings findings) {
        Map<String, List<String>> byCluster = new TreeMap<>();
        for (NodeFindings node : findings.nodes()) {
            String id = node.node().id().value();
            node.clusters()
                    .forEach(cluster -> byCluster
                            .computeIfAbsent(cluster, c -> new ArrayList<>())
                            .add(id));
            if (node.other() != null) {
                throw new AdoptionException(
                        "What answers at " + node.node().address() + " is not " + id + " but " + node.other()
                                + ": put the addresses in miroir.yml right, or go on with --without " + id + ".");
            }
        }
        if (byCluster.size() > 1) {
            throw new AdoptionException("The nodes belong to several clusters: " + byCluster
                    + ". Name those of the others with --without, as in --without "
                    + byCluster.values().stream()
                            .min(Comparator.comparingInt(List::size))
                            .map(few -> String.join(" --without ", few))
                            .orElse("")
                    + "; they are not asked then.");
        }
        StoredState old = findings.old();
        String stored = old == null ? null : old.meta().get(Meta.CLUSTER_ID);
        return byCluster.keySet().stream()
                .findFirst()
                .or(() -> Optional.ofNullable(stored))
                .orElseThrow(() -> new AdoptionException(nothing(findings)));
    }

    private static String nothing(Findings findings) {
        List<String> troubles = findings.nodes().stream()
                .filter(node -> !node.found())
                .map(node -> "\n  " + node.node().id() + " at " + node.node().address() + ": " + node.trouble())
                .toList();
        if (troubles.size() == findings.nodes().size()) {
            return "No node could be asked:" + String.join("", troubles)
                    + "\nNothing was changed: at least one node has to be asked. The addresses in miroir.yml may be wrong,"
                    + " or the nodes are down: put the addresses right there, or start the nodes.";
        }
        return "None of the nodes that answered was ever used by Miroir: there is nothing to adopt."
                + (troubles.isEmpty() ? "" : " Others could not be asked:") + String.join("", troubles);
    }
}
