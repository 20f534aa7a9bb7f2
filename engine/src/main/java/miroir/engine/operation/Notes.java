package miroir.engine.operation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import miroir.core.plan.Plan;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.Topology;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import org.jspecify.annotations.Nullable;

/**
 * What an operation remembers beside its moves; stored as JSON.
 *
 * @param phase for people
 * @param leaving nodes that give everything away
 * @param removing of those, the ones that are removed once they are empty
 * @param wantedBefore what was wanted of nodes whose wish the operation changed, for a cancellation
 * @param replicationFactorBefore for a cancellation; null: unchanged
 * @param safeToStop nodes found empty
 * @param dropped whether the copies that the plan drops were told to go
 */
record Notes(
        String phase,
        Operator.Throttle throttle,
        List<String> leaving,
        List<String> removing,
        Map<String, String> wantedBefore,
        @Nullable Integer replicationFactorBefore,
        List<String> safeToStop,
        boolean dropped,
        OperationPicture.@Nullable Result result,
        @Nullable String error) {
    private static final JsonMapper JSON = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final Operator.Throttle USUAL = new Operator.Throttle(0, 4);

    static final Notes NONE = new Notes("", USUAL, List.of(), List.of(), Map.of(), null, List.of(), false, null, null);

    /** What an applied plan has to remember. */
    static Notes of(Plan plan, Topology before) {
        Set<String> removing = new HashSet<>();
        plan.wish().removeNodes().forEach(n -> removing.add(n.value()));
        plan.wish().replaceNodes().forEach(r -> removing.add(r.from().value()));
        before.nodes().stream()
                .filter(n -> plan.wish().removeGroups().contains(n.group()))
                .forEach(n -> removing.add(n.id().value()));
        List<String> leaving = new ArrayList<>();
        Map<String, String> wantedBefore = new TreeMap<>();
        for (Node node : plan.target().nodes()) {
            String id = node.id().value();
            Lifecycle wanted = before.node(node.id()).map(Node::wanted).orElse(Lifecycle.ACTIVE);
            // what an earlier plan emptied is not this one's to announce
            boolean asked = plan.wish().drainNodes().contains(node.id()) || removing.contains(id);
            if (node.wanted() == Lifecycle.DRAINING && asked) {
                leaving.add(id);
            }
            if (wanted != node.wanted()) {
                wantedBefore.put(id, wanted.name());
            }
        }
        removing.retainAll(leaving);
        Integer rf = plan.wish().replicationFactor();
        return new Notes(
                "starting",
                USUAL,
                leaving,
                removing.stream().sorted().toList(),
                wantedBefore,
                rf == null ? null : before.replicationFactor(),
                List.of(),
                plan.drops().isEmpty(),
                null,
                null);
    }

    String toJson() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static Notes fromJson(String json) {
        try {
            return JSON.readValue(json, Notes.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("notes of an operation cannot be read: " + json, e);
        }
    }

    Notes in(String next) {
        return new Notes(
                next,
                throttle,
                leaving,
                removing,
                wantedBefore,
                replicationFactorBefore,
                safeToStop,
                dropped,
                result,
                error);
    }

    Notes with(Operator.Throttle next) {
        return new Notes(
                phase,
                next,
                leaving,
                removing,
                wantedBefore,
                replicationFactorBefore,
                safeToStop,
                dropped,
                result,
                error);
    }

    Notes withSafeToStop(List<String> next) {
        return new Notes(
                phase,
                throttle,
                leaving,
                removing,
                wantedBefore,
                replicationFactorBefore,
                next,
                dropped,
                result,
                error);
    }

    Notes with(OperationPicture.@Nullable Result found, @Nullable String failure) {
        return new Notes(
                phase,
                throttle,
                leaving,
                removing,
                wantedBefore,
                replicationFactorBefore,
                safeToStop,
                dropped,
                found,
                failure);
    }

    Notes withDropped() {
        return new Notes(
                phase,
                throttle,
                leaving,
                removing,
                wantedBefore,
                replicationFactorBefore,
                safeToStop,
                true,
                result,
                error);
    }
}
