package miroir.engine.search;

import java.util.List;
import java.util.Set;
import miroir.core.placement.Volume;
import miroir.engine.dialect.NodeError;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.SearchRequest;
import org.jspecify.annotations.Nullable;

/**
 * A volume refuses to search in an attribute that none of its documents has: it finds nothing there, and is asked again
 * without it. Used by one thread at a time.
 */
final class UnknownAttributes {
    private static final String CODE = ErrorCode.INVALID_SEARCH_ATTRIBUTES_TO_SEARCH_ON.wire();

    private final SearchRequest request;
    private final Unknowns unknowns = new Unknowns();

    UnknownAttributes(SearchRequest request) {
        this.request = request;
    }

    /** Whether that is why the volume refused; from now on it is asked without. */
    boolean explain(Volume volume, NodeError refusal) {
        List<String> attributes = request.attributesToSearchOn();
        return attributes != null
                && refusal.code().equals(CODE)
                && attributes.stream()
                        .filter(name -> refusal.message().contains("Attribute `" + name + "` is not searchable"))
                        .anyMatch(name -> unknowns.add(volume, name, refusal));
    }

    /** Whether all volumes know all attributes, as far as they have told. */
    boolean isEmpty() {
        return unknowns.isEmpty();
    }

    /** The search that the volume is asked. */
    SearchRequest of(Volume volume) {
        Set<String> unknown = unknowns.of(volume);
        List<String> attributes = request.attributesToSearchOn();
        return unknown.isEmpty() || attributes == null
                ? request
                : request.searchingOn(attributes.stream()
                        .filter(name -> !unknown.contains(name))
                        .toList());
    }

    /** The refusal of what no volume knows; null: there is nothing of the kind. */
    @Nullable
    NodeError refusal(Set<Volume> asked) {
        return unknowns.everywhere(asked);
    }
}
