package miroir.engine.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.node.TextNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import miroir.core.placement.Rendezvous;
import miroir.engine.api.SearchReply;
import miroir.engine.dialect.NodeError;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import miroir.engine.merge.DocumentsMerge;
import miroir.engine.merge.DocumentsMergeRequest;
import miroir.engine.merge.HitPage;
import miroir.engine.merge.VolumeAnswer;
import miroir.engine.request.DocumentsRequest;
import miroir.engine.request.NodeDocuments;
import miroir.engine.request.Paging;
import miroir.engine.request.ReservedNames;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Answers reads of documents. They are never partial: when a shard has no copy left the answer is an error. Any thread;
 * nothing blocks.
 */
public final class ReadService {
    private static final JsonFactory JSON = new JsonFactory();

    private final Scatter scatter;
    private final Duration longest;

    /**
     * A service over the scatter.
     *
     * @param longest how long a node that proves to live may take
     */
    public ReadService(Scatter scatter, Duration longest) {
        this.scatter = scatter;
        this.longest = longest;
    }

    /** A page of documents. */
    public CompletableFuture<SearchReply> documents(Snapshot snapshot, IndexEntry index, DocumentsRequest request) {
        ReservedNames.check(request, index.settings());
        NodeDocuments whole = NodeDocuments.of(request, null, index.stored().primaryKey());
        DocumentsMergeRequest merge = merge(index, request, whole);
        DocumentBodies bodies = new DocumentBodies(request, index, whole);
        Scatter.Question<HitPage> question =
                new Scatter.Question<>(snapshot, index, null, bodies, reading(merge), longest);
        return scatter.ask(question).thenApply(gathered -> {
            NodeError unknown = bodies.refusal(gathered.judges());
            return documents(index, merge, unknown == null ? gathered : gathered.refused(unknown));
        });
    }

    private static Scatter.Reading<HitPage> reading(DocumentsMergeRequest merge) {
        Function<VolumeAnswer, HitPage> reader = DocumentsMerge.reader(merge);
        return (ask, body) -> reader.apply(SearchService.answer(ask, body));
    }

    private static DocumentsMergeRequest merge(IndexEntry index, DocumentsRequest request, NodeDocuments whole) {
        return new DocumentsMergeRequest(
                request.paging().offset(),
                request.paging().limit(),
                index.stored().primaryKey(),
                strip(whole),
                request.sort() != null && !request.sort().isEmpty());
    }

    private static SearchReply documents(
            IndexEntry index, DocumentsMergeRequest merge, Scatter.Gathered<HitPage> gathered) {
        String uid = index.stored().uid();
        NodeError refusal = gathered.refusal();
        if (refusal != null) {
            return Replies.refused(refusal, index);
        }
        if (!gathered.missing().isEmpty()) {
            return error(Replies.unavailable(uid, gathered));
        }
        byte[] body = DocumentsMerge.merge(merge, gathered.answers()).body();
        return new SearchReply(200, body, List.of());
    }

    /** One document by its id, from one copy of its shard. */
    public CompletableFuture<SearchReply> document(
            Snapshot snapshot, IndexEntry index, String id, DocumentsRequest wish) {
        DocumentsRequest request = new DocumentsRequest(
                new Paging(0, 1), wish.fields(), List.of(TextNode.valueOf(id)), null, null, wish.retrieveVectors());
        NodeDocuments whole = NodeDocuments.of(request, null, index.stored().primaryKey());
        Set<Integer> shard = Set.of(Rendezvous.shardForKey(id, index.routes().shards()));
        // the id alone selects the document: no filter is needed even where the volume holds other shards
        DocumentsMergeRequest merge = merge(index, request, whole);
        Scatter.Question<HitPage> question = new Scatter.Question<>(
                snapshot,
                index,
                shard,
                ask -> new Scatter.Outgoing("/documents/fetch", whole.body()),
                reading(merge),
                longest);
        return scatter.ask(question).thenApply(gathered -> {
            SearchReply list = documents(index, merge, gathered);
            if (gathered.refusal() != null) {
                return notFound(id);
            }
            byte[] first = list.status() == 200 ? firstResult(list.body()) : null;
            return list.status() != 200 ? list : first == null ? notFound(id) : new SearchReply(200, first, List.of());
        });
    }

    /** The sort tuples come with every answer; of an unsorted one they must be cut. */
    private static Set<String> strip(NodeDocuments whole) {
        Set<String> strip = new HashSet<>(whole.strip());
        strip.add("_federation");
        return strip;
    }

    private static SearchReply notFound(String id) {
        return error(new ApiError(ErrorCode.DOCUMENT_NOT_FOUND, "Document `" + id + "` not found."));
    }

    private static SearchReply error(ApiError error) {
        return new SearchReply(error.code().status(), error.json(), List.of());
    }

    /** The bytes of the first element of {@code results}; null when there is none. */
    private static byte @Nullable [] firstResult(byte[] list) {
        try (JsonParser parser = JSON.createParser(list)) {
            JsonToken token = parser.nextToken();
            while (token != null && token != JsonToken.START_ARRAY) {
                token = parser.nextToken();
            }
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            int start = (int) parser.currentTokenLocation().getByteOffset();
            parser.skipChildren();
            return Arrays.copyOfRange(
                    list, start, (int) parser.currentLocation().getByteOffset());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
