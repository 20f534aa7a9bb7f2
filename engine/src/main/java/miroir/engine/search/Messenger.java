package miroir.engine.search;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import miroir.core.placement.Volume;
import miroir.engine.dialect.MultiSearch;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.store.StoredVolume;
import org.jspecify.annotations.Nullable;

/** Carries what nodes are asked to them: all the searches of several questions to one node in one request. Any thread. */
final class Messenger {
    private static final String SEARCH = "/search";

    private final NodeClient nodes;
    private final VolumeReads volumes;
    private final SignsOfLife signs;

    Messenger(NodeClient nodes, VolumeReads volumes, SignsOfLife signs) {
        this.nodes = nodes;
        this.volumes = volumes;
        this.signs = signs;
    }

    /** Sends all, then hands each its reply. */
    CompletableFuture<Void> send(List<Part> parts) {
        boolean several = parts.stream().map(Part::question).distinct().count() > 1;
        Map<Object, List<Part>> parcels = new LinkedHashMap<>();
        for (Part part : parts) {
            boolean joins = several && part.out().route().equals(SEARCH);
            parcels.computeIfAbsent(joins ? part.node() : part, key -> new ArrayList<>())
                    .add(part);
        }
        List<CompletableFuture<List<Answered>>> sent =
                parcels.values().stream().map(this::together).toList();
        return all(sent)
                .thenAccept(answered -> answered.forEach(
                        parcel -> parcel.forEach(one -> one.part.taker().accept(one.reply))));
    }

    /** A part and its reply. */
    private record Answered(Part part, NodeReply reply) {}

    private CompletableFuture<Answered> alone(Part part) {
        Volume volume = part.ask().volume();
        return noted(part, () -> volumes.ask(volume, name -> request(part, name)))
                .thenApply(reply -> new Answered(part, reply));
    }

    private CompletableFuture<NodeReply> noted(Part part, Supplier<CompletableFuture<NodeReply>> question) {
        SearchTiming timing = part.timing();
        CompletableFuture<NodeReply> asked =
                timing == null ? question.get() : timing.noted(part.ask().volume(), question);
        return asked.whenComplete((reply, failure) -> signs.heard(part.node(), reply));
    }

    private NodeRequest request(Part part, String name) {
        String path = "/indexes/" + name + part.out().route();
        byte[] body = part.out().json();
        if (body == null) {
            return patient(NodeRequest.get(part.node(), path, part.longest()));
        }
        NodeRequest post = patient(NodeRequest.json(part.node(), "POST", path, body, part.longest()));
        // lists of documents are merged by what they are sorted by; only that is asked for beside the documents
        return path.endsWith("/documents/fetch") ? post.withSortTuples() : post;
    }

    private NodeRequest patient(NodeRequest bare) {
        return bare.as(Purpose.READ).under(signs.vigil(bare.node()));
    }

    /**
     * Several searches in one request. What got no answer of its own, because another was refused, and what may have been
     * renamed meanwhile, is asked again.
     */
    private CompletableFuture<List<Answered>> together(List<Part> parcel) {
        if (parcel.size() == 1) {
            return alone(parcel.get(0)).thenApply(List::of);
        }
        List<StoredVolume> named =
                parcel.stream().map(part -> volumes.named(part.ask().volume())).toList();
        List<MultiSearch.Query> queries = IntStream.range(0, parcel.size())
                .mapToObj(query -> new MultiSearch.Query(
                        named.get(query).name(),
                        requireNonNull(parcel.get(query).out().json())))
                .toList();
        Part first = parcel.get(0);
        NodeRequest request = patient(
                NodeRequest.json(first.node(), "POST", MultiSearch.PATH, MultiSearch.body(queries), first.longest()));
        return noted(first, () -> nodes.send(request)).thenCompose(reply -> {
            List<Answered> answered = new ArrayList<>();
            List<Part> open = new ArrayList<>();
            List<@Nullable NodeReply> replies = MultiSearch.replies(reply, queries);
            for (int query = 0; query < parcel.size(); query++) {
                Part part = parcel.get(query);
                NodeReply own = replies.get(query);
                if (own == null || volumes.mayBeRenamed(part.ask().volume(), named.get(query))) {
                    open.add(part);
                } else {
                    answered.add(new Answered(part, own));
                }
            }
            return open(open, answered.isEmpty()).thenApply(late -> {
                answered.addAll(late);
                return answered;
            });
        });
    }

    /** One by one what could not be asked together: alone a volume is found under its new name, too. */
    private CompletableFuture<List<Answered>> open(List<Part> parts, boolean oneByOne) {
        return oneByOne || parts.isEmpty() ? all(parts.stream().map(this::alone).toList()) : together(parts);
    }

    private static <T> CompletableFuture<List<T>> all(List<CompletableFuture<T>> futures) {
        return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new))
                .thenApply(done -> futures.stream().map(CompletableFuture::join).toList());
    }
}
