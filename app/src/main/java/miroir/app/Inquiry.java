package miroir.app;

import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import miroir.app.config.Config;
import miroir.app.config.ConfiguredNode;
import miroir.core.topology.AccessKey;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.engine.adopt.Adoption;
import miroir.engine.adopt.AdoptionPlan;
import miroir.engine.adopt.Findings;
import miroir.engine.adopt.LeftTask;
import miroir.engine.adopt.Survey;
import miroir.engine.dialect.NodeApi;
import miroir.engine.node.HttpNodeClient;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeDirectory;
import miroir.engine.state.LoopThread;
import miroir.engine.store.StoredNode;
import miroir.engine.store.StoredState;
import org.jspecify.annotations.Nullable;

/** Asks the nodes of a configuration, where Miroir's own state last had them and where the configuration has them. */
final class Inquiry {
    private final Config config;
    private final @Nullable StoredState old;
    private final List<LeftTask> left;
    private final Map<NodeId, Survey.Place> reached = new ConcurrentHashMap<>();

    /** With what is left of Miroir's own state, if that is anything. */
    Inquiry(Config config, @Nullable StoredState old, List<LeftTask> left) {
        this.config = config;
        this.old = old;
        this.left = left;
    }

    /** What a state rebuilt from the nodes would be. */
    AdoptionPlan plan(Set<NodeId> without, Instant now) {
        Map<NodeId, NodeDirectory.Endpoint> directory = new ConcurrentHashMap<>();
        ExecutorService readers = Executors.newFixedThreadPool(2);
        try (LoopThread loop = new LoopThread("miroir-adopt");
                HttpNodeClient client = new HttpNodeClient(directory::get)) {
            Survey survey = new Survey(new NodeApi(patient(client), readers, loop), loop);
            Survey.Question question = new Survey.Question(
                    config.nodes().stream().map(this::asked).toList(),
                    without,
                    old,
                    left,
                    new Findings.Defaults(config.shards(), config.replicationFactor(), config.placement()),
                    now);
            return Adoption.plan(survey.of(question, (node, place) -> {
                        reached.put(node, place);
                        String key = place.key() == null ? config.nodeKey() : place.key();
                        directory.put(node, new NodeDirectory.Endpoint(place.address(), key));
                    })
                    .join());
        } finally {
            readers.shutdownNow();
        }
    }

    /** Nobody waits for an answer but the operator: a slow node is better than one left out. */
    private static NodeClient patient(NodeClient client) {
        return request -> client.send(request.within(Survey.TIMEOUT));
    }

    private Survey.Asked asked(ConfiguredNode node) {
        Optional<StoredNode> stored = old == null
                ? Optional.empty()
                : old.nodes().stream()
                        .filter(one -> one.node().id().equals(node.id()))
                        .filter(one -> one.node().wanted() != Lifecycle.REMOVED)
                        .findFirst();
        URI address = stored.map(one -> one.node().address()).orElse(node.address());
        String key = stored.map(StoredNode::key)
                .filter(text -> !text.startsWith(AccessKey.SEALED))
                .orElse(node.key());
        Set<Survey.Place> places = new LinkedHashSet<>();
        places.add(new Survey.Place(address, key));
        places.add(new Survey.Place(address, node.key()));
        places.add(new Survey.Place(node.address(), node.key()));
        places.add(new Survey.Place(node.address(), key));
        return new Survey.Asked(
                new Node(node.id(), node.group(), node.address(), Lifecycle.ACTIVE), List.copyOf(places));
    }

    /** What of the configuration is out of date. */
    List<String> remarks(AdoptionPlan plan) {
        List<String> remarks = new ArrayList<>();
        for (ConfiguredNode node : config.nodes()) {
            plan.nodes().stream()
                    .filter(line -> line.id().equals(node.id().value())
                            && line.trouble().isEmpty())
                    .forEach(line -> {
                        if (!line.address().equals(node.address().toString())) {
                            remarks.add(node.id() + " is at " + line.address() + ", and the configuration still says "
                                    + node.address() + ": change it there.");
                        }
                        Survey.Place place = reached.get(node.id());
                        if (place != null && !Objects.equals(place.key(), node.key())) {
                            remarks.add("The key of " + node.id()
                                    + " in the configuration is out of date: change it there.");
                        }
                    });
        }
        return remarks;
    }
}
