package miroir.engine.sim;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;
import miroir.engine.Engine;
import miroir.engine.node.NodeRequest;
import miroir.engine.state.ClusterState;
import miroir.engine.state.IndexEntry;
import org.jspecify.annotations.Nullable;

/** What must be true of copies at each step of a simulation. */
final class CopyRules {
    private static final String ACCEPTED = "accepted";
    private static final String BACK = "its data came back";

    private final Simulation world;
    private final boolean verified;
    private final Set<String> counted = new HashSet<>();
    private @Nullable Engine engine;
    private @Nullable ClusterState before;

    CopyRules(Simulation world, boolean verified) {
        this.world = world;
        this.verified = verified;
    }

    /** Watches the world from now on. */
    void watch() {
        world.steps.afterEach(this::look);
        world.nodes.witness(this::onRequest);
    }

    /** Remembers what was counted since it was last written: the verification counts both copies. */
    private void onRequest(NodeRequest request) {
        byte[] body = request.body();
        if (body == null || !request.path().startsWith("/indexes/")) {
            return;
        }
        if (request.path().endsWith("/fetch") && new String(body, StandardCharsets.UTF_8).contains("\"limit\":0")) {
            counted.add(place(request));
        } else if (request.path().contains("customMetadata=miroir-sync")) {
            counted.remove(place(request));
        }
    }

    private static String place(NodeRequest request) {
        return request.node() + request.path().split("/", -1)[2];
    }

    @SuppressWarnings("ReferenceEquality") // states are immutable: the same one cannot have changed
    private void look() {
        ClusterState now = world.latest();
        if (engine != world.engine()) {
            engine = world.engine();
            before = null;
        }
        ClusterState last = before;
        if (now == last) {
            return;
        }
        before = now;
        for (IndexEntry entry : now.indexes().values()) {
            IndexEntry old = last == null ? null : byId(last, entry);
            if (old == null || old.routes() != entry.routes()) {
                ranks(entry);
            }
            if (old != null && old.routes() != entry.routes()) {
                changed(old, entry);
            }
        }
    }

    private static @Nullable IndexEntry byId(ClusterState state, IndexEntry entry) {
        return state.indexes().values().stream()
                .filter(e -> e.stored().id().equals(entry.stored().id()))
                .findFirst()
                .orElse(null);
    }

    private static Stream<Copy> inSync(IndexEntry entry) {
        return entry.routes().copies().stream().filter(c -> c.state() == CopyState.IN_SYNC);
    }

    private static void ranks(IndexEntry entry) {
        Map<List<Object>, Copy> seen = new HashMap<>();
        inSync(entry).forEach(copy -> {
            Copy other = seen.put(List.of(copy.shard(), copy.group(), copy.rank()), copy);
            Invariants.require(other == null, () -> "two copies in sync of one rank: " + copy + " and " + other);
        });
        Set<List<Object>> places = new HashSet<>();
        entry.routes()
                .copies()
                .forEach(copy -> Invariants.require(
                        places.add(List.of(copy.shard(), copy.node())), () -> "two copies on one node: " + copy));
    }

    private void changed(IndexEntry old, IndexEntry entry) {
        for (int shard = 0; shard < entry.routes().shards(); shard++) {
            int wanted = shard;
            boolean served = inSync(old).anyMatch(c -> c.shard() == wanted);
            boolean serves = inSync(entry).anyMatch(c -> c.shard() == wanted);
            boolean lost = entry.routes().copies().stream().anyMatch(c -> c.shard() == wanted && Invariants.isLost(c));
            Invariants.require(
                    !served || serves || lost, () -> "the last copy of shard " + wanted + " was demoted: " + entry);
        }
        inSync(entry)
                .filter(c -> state(old, c.shard(), c.node()) != CopyState.IN_SYNC)
                .forEach(c -> committed(old, entry, c));
    }

    private void committed(IndexEntry old, IndexEntry entry, Copy copy) {
        boolean accepted = copy.reason().equals(ACCEPTED);
        Invariants.require(
                !accepted || inSync(old).noneMatch(c -> c.shard() == copy.shard()),
                () -> copy + " was accepted, but others are in sync");
        Invariants.require(
                accepted
                        || state(old, copy.shard(), copy.node()) == CopyState.SYNCING
                        || copy.reason().equals(BACK),
                () -> copy + " serves without having been built");
        Invariants.require(
                !verified
                        || copy.reason().equals(BACK)
                        || counted.contains(copy.node() + entry.volumeUid(copy.node(), copy.rank())),
                () -> copy + " serves without verification");
    }

    private static @Nullable CopyState state(IndexEntry entry, int shard, NodeId node) {
        return entry.routes().copies().stream()
                .filter(c -> c.shard() == shard && Objects.equals(c.node(), node))
                .map(Copy::state)
                .findFirst()
                .orElse(null);
    }
}
