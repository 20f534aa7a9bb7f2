package miroir.engine.search;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import miroir.core.placement.Volume;
import miroir.core.search.VolumeAsk;
import miroir.engine.dialect.NodeError;
import miroir.engine.error.ErrorCode;
import miroir.engine.request.DocumentsRequest;
import miroir.engine.request.NodeDocuments;
import miroir.engine.state.IndexEntry;
import org.jspecify.annotations.Nullable;

/** The bodies for the volumes of one list of documents. Used by one thread at a time. */
final class DocumentBodies implements Scatter.Sending {
    private static final String PLACE = "_geo";
    /** Sorts nothing where no document has a place, and leaves its mark where the order by distance would. */
    private static final String NOWHERE = "_geo.lat:asc";

    private final DocumentsRequest request;
    private final IndexEntry index;
    private final NodeDocuments whole;
    private final Unknowns unknowns = new Unknowns();

    DocumentBodies(DocumentsRequest request, IndexEntry index, NodeDocuments whole) {
        this.request = request;
        this.index = index;
        this.whole = whole;
    }

    @Override
    public Scatter.Outgoing of(VolumeAsk ask) {
        boolean placeless = unknowns.of(ask.volume()).contains(PLACE);
        String predicate = SearchService.predicate(ask);
        byte[] body = predicate == null && !placeless
                ? whole.body()
                : NodeDocuments.of(
                                placeless ? nowhere() : request,
                                predicate,
                                index.stored().primaryKey())
                        .body();
        return new Scatter.Outgoing("/documents/fetch", body);
    }

    /** A volume refuses to sort by distance when none of its documents has a place. */
    @Override
    public Scatter.@Nullable Outgoing instead(VolumeAsk ask, NodeError refusal) {
        boolean byPlace = refusal.code().equals(ErrorCode.INVALID_DOCUMENT_SORT.wire())
                && refusal.message().contains("`" + PLACE + "`")
                && index.settings().isSortable(PLACE);
        return byPlace && unknowns.add(ask.volume(), PLACE, refusal) ? of(ask) : null;
    }

    /** The refusal of what no volume knows; null: there is nothing of the kind. */
    @Nullable
    NodeError refusal(Set<Volume> asked) {
        return unknowns.everywhere(asked);
    }

    private DocumentsRequest nowhere() {
        List<String> sort = new ArrayList<>(request.sort() == null ? List.of() : request.sort());
        sort.replaceAll(criterion -> criterion.startsWith("_geoPoint") ? NOWHERE : criterion);
        return new DocumentsRequest(
                request.paging(), request.fields(), request.ids(), request.filter(), sort, request.retrieveVectors());
    }
}
