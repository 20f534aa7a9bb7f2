package miroir.engine.drift;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import miroir.core.placement.ShardMarker;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeIndex;
import miroir.engine.settings.NodeSettings;
import miroir.engine.store.StoredIndex;

/** What a look at a volume came to. */
sealed interface Finding {
    /** It is what the catalogue says. */
    record Same() implements Finding {}

    /** The node did not say, or the catalogue does not. */
    record Unsaid() implements Finding {}

    /** The node has no such index. */
    record Gone() implements Finding {}

    /** It has another primary key. */
    record OtherKey(String key) implements Finding {}

    /**
     * It has other settings.
     *
     * @param names of those that differ
     * @param read what the node reads back
     */
    record OtherSettings(List<String> names, JsonNode read) implements Finding {
        /** Whether it lacks what Miroir gives every volume first: somebody else may have made it, without documents. */
        boolean isStranger() {
            return !read.path("filterableAttributes").toString().contains(ShardMarker.FIELD);
        }
    }

    /** Whether the volume is not what the catalogue says. */
    default boolean isDrift() {
        return !(this instanceof Same) && !(this instanceof Unsaid);
    }

    /** Compares what a node said with the catalogue. A volume that never saw a document may have no primary key yet. */
    static Finding of(StoredIndex wanted, Answer<NodeIndex> index, Answer<JsonNode> settings) {
        if (index.refusedWith("index_not_found")) {
            return new Gone();
        }
        if (index.said().isEmpty() || settings.said().isEmpty()) {
            return new Unsaid();
        }
        String key = index.said().get().primaryKey();
        if (key != null && wanted.primaryKey() != null && !key.equals(wanted.primaryKey())) {
            return new OtherKey(key);
        }
        JsonNode read = settings.said().get();
        List<String> names = NodeSettings.differing(wanted.settings(), read);
        return names.isEmpty() ? new Same() : new OtherSettings(names, read);
    }
}
