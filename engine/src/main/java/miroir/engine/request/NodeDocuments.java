package miroir.engine.request;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import miroir.core.placement.ShardMarker;
import miroir.engine.settings.FilterableRule;
import org.jspecify.annotations.Nullable;

/**
 * A node's {@code POST /documents/fetch} for a client's list of documents.
 *
 * @param strip attributes of a document that were asked for Miroir's sake
 */
public record NodeDocuments(byte[] body, Set<String> strip) {

    /** All documents from the first to the last one wanted, limited to the asked shards (null: all of the volume). */
    public static NodeDocuments of(
            DocumentsRequest request, @Nullable String shardPredicate, @Nullable String primaryKey) {
        Set<String> strip = new LinkedHashSet<>();
        strip.add(ShardMarker.FIELD);
        List<String> fields = fields(request.fields(), primaryKey, strip);
        byte[] body = NodeBody.of(to -> to.number("offset", 0)
                .number("limit", request.paging().end())
                .texts("fields", fields)
                .nodes("ids", request.ids())
                .filter(shardPredicate, request.filter())
                .texts("sort", request.sort())
                .flag("retrieveVectors", request.retrieveVectors()));
        return new NodeDocuments(body, strip);
    }

    private static @Nullable List<String> fields(
            @Nullable List<String> wanted, @Nullable String primaryKey, Set<String> strip) {
        if (wanted == null) {
            return null;
        }
        List<String> fields = new ArrayList<>(wanted);
        fields.removeIf(ShardMarker::isReserved);
        if (primaryKey != null && fields.stream().noneMatch(f -> FilterableRule.isOrBelongsTo(primaryKey, f))) {
            fields.add(primaryKey);
            strip.add(primaryKey);
        }
        fields.add(ShardMarker.FIELD);
        return fields;
    }
}
