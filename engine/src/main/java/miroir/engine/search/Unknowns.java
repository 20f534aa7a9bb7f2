package miroir.engine.search;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.placement.Volume;
import miroir.engine.dialect.NodeError;
import org.jspecify.annotations.Nullable;

/**
 * Names in one question that volumes refused since none of their documents has them. One node that held all documents would
 * know what any of them has: so a name is unknown only when no volume knows it. Used by one thread at a time.
 */
final class Unknowns {
    private final Map<String, Map<Volume, NodeError>> refusals = new LinkedHashMap<>();

    /** The volume refused the name; false: it did so before. */
    boolean add(Volume volume, String name, NodeError refusal) {
        return refusals.computeIfAbsent(name, key -> new HashMap<>()).putIfAbsent(volume, refusal) == null;
    }

    boolean isEmpty() {
        return refusals.isEmpty();
    }

    /** What the volume does not know. */
    Set<String> of(Volume volume) {
        return refusals.entrySet().stream()
                .filter(name -> name.getValue().containsKey(volume))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    /** The refusal of a name that none of these knows; null: there is none. */
    @Nullable
    NodeError everywhere(Set<Volume> asked) {
        for (Map<Volume, NodeError> refusal : refusals.values()) {
            if (!asked.isEmpty() && refusal.keySet().containsAll(asked)) {
                return refusal.values().iterator().next();
            }
        }
        return null;
    }
}
