package miroir.engine.search;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;
import miroir.core.placement.Volume;
import miroir.engine.dialect.Answer;
import miroir.engine.dialect.NodeApi;
import miroir.engine.node.NodeClient;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.store.StoredVolume;

/**
 * Asks volumes under the names they have. While a volume is being renamed, an answer under its old name counts only when the
 * new name is not there yet: afterwards something else may lie under the old one. Any thread.
 */
final class VolumeReads {
    private static final int MOST_NAMES = 3;

    private final NodeClient nodes;
    private final NodeApi api;
    private final Supplier<Function<Volume, StoredVolume>> names;

    /** Asks under the names that the supplier gives at each moment. */
    VolumeReads(NodeClient nodes, NodeApi api, Supplier<Function<Volume, StoredVolume>> names) {
        this.nodes = nodes;
        this.api = api;
        this.names = names;
    }

    /** What the volume is called now. */
    StoredVolume named(Volume volume) {
        return names.get().apply(volume);
    }

    /** Whether an answer under that name may be another one's by now. */
    boolean mayBeRenamed(Volume volume, StoredVolume asked) {
        StoredVolume now = named(volume);
        return now.next() != null || !now.name().equals(asked.name());
    }

    /** Sends what is made for the volume's name. */
    CompletableFuture<NodeReply> ask(Volume volume, Function<String, NodeRequest> question) {
        return ask(volume, question, MOST_NAMES);
    }

    private CompletableFuture<NodeReply> ask(Volume volume, Function<String, NodeRequest> question, int left) {
        StoredVolume asked = named(volume);
        return nodes.send(question.apply(asked.name())).thenCompose(reply -> {
            StoredVolume now = named(volume);
            String next = now.next();
            boolean same = now.name().equals(asked.name());
            if ((same && next == null) || left == 0) {
                return CompletableFuture.completedFuture(reply);
            }
            return same && next != null ? whileRenamed(volume, next, reply, question) : ask(volume, question, left - 1);
        });
    }

    private CompletableFuture<NodeReply> whileRenamed(
            Volume volume, String next, NodeReply underOldName, Function<String, NodeRequest> question) {
        return api.index(volume.node(), next).thenCompose(answer -> {
            if (answer.said().isPresent()) {
                return nodes.send(question.apply(next));
            }
            return CompletableFuture.completedFuture(
                    answer.refusedWith("index_not_found")
                            ? underOldName
                            : new NodeReply.Unknown("is being renamed", isLate(answer)));
        });
    }

    private static boolean isLate(Answer<?> answer) {
        return answer instanceof Answer.Silent<?> silent && silent.late();
    }
}
