package miroir.engine.search;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import miroir.core.placement.Volume;
import miroir.core.search.MissingShard;
import miroir.core.search.ReadCopies;
import miroir.core.search.VolumeAsk;
import miroir.core.time.Ticker;
import miroir.core.topology.NodeId;
import miroir.core.topology.ReadPreference;
import miroir.engine.dialect.NodeApi;
import miroir.engine.dialect.NodeError;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Asks each shard of an index on exactly one copy, from one snapshot. When a node fails, its shards go to other copies
 * inside the same request; only shards that no copy is left for are missing in the end. A slow answer is waited for as long
 * as the node gives signs of life. Any thread; nothing blocks.
 */
public final class Scatter {
    private final Supplier<Snapshot> current;
    private final ReadCopies readCopies;
    private final FailureListener failures;
    private final Readers readers;
    private final Ticker ticker;
    private final SignsOfLife signs;
    private final Messenger messenger;
    private final AtomicLong sequence = new AtomicLong();

    public Scatter(
            Ports ports, Supplier<Snapshot> current, ReadCopies readCopies, FailureListener failures, Readers readers) {
        this.current = current;
        this.readers = readers;
        this.readCopies = readCopies;
        this.failures = failures;
        VolumeReads volumes = new VolumeReads(
                ports.nodes(),
                new NodeApi(ports.nodes(), ports.workers(), ports.workers()),
                () -> current.get()::volume);
        this.ticker = ports.ticker();
        this.signs = new SignsOfLife(ports.nodes(), ticker, this::passesProbes);
        this.messenger = new Messenger(ports.nodes(), volumes, signs);
    }

    /** Hears of nodes that failed a request, on any thread. */
    @FunctionalInterface
    public interface FailureListener {
        /**
         * The node failed for that reason.
         *
         * @param late whether all that went wrong is that it took too long
         */
        void failed(NodeId node, String reason, boolean late);
    }

    /** Says what to send to one volume. */
    @FunctionalInterface
    public interface Sending {
        /** The request that asks just what the ask says. */
        Outgoing of(VolumeAsk ask);

        /**
         * What to ask a volume that refused, since it knows less than others may know; null: its refusal stands. One call at
         * a time.
         */
        default @Nullable Outgoing instead(VolumeAsk ask, NodeError refusal) {
            return null;
        }
    }

    /**
     * A request to a volume.
     *
     * @param route below the volume's path, for example /search
     * @param json the body; null: a GET without one
     */
    public record Outgoing(String route, byte @Nullable [] json) {}

    /** Reads what a volume answered. */
    @FunctionalInterface
    public interface Reading<T> {
        /** What it says; throws what it likes when it is not what was asked for: then another copy is asked. */
        T of(VolumeAsk ask, byte[] body);
    }

    /**
     * What to ask.
     *
     * @param shards which shards to ask; null: all
     * @param reading of each answer; one at a time
     * @param longest how long one node may take while it proves that it lives
     * @param timing hears when nodes are asked and when they answer; null: nobody wants to know
     */
    public record Question<T>(
            Snapshot snapshot,
            IndexEntry index,
            @Nullable Set<Integer> shards,
            Sending sending,
            Reading<T> reading,
            Duration longest,
            @Nullable SearchTiming timing) {
        /** A question that nobody takes the time of. */
        public Question(
                Snapshot snapshot,
                IndexEntry index,
                @Nullable Set<Integer> shards,
                Sending sending,
                Reading<T> reading,
                Duration longest) {
            this(snapshot, index, shards, sending, reading, longest, null);
        }
    }

    /** One volume's answer. */
    public record Reply<T>(VolumeAsk ask, T answer) {}

    /**
     * What came back.
     *
     * @param judges the volumes that answered or refused
     * @param missing shards no copy answered for, ascending
     * @param refusal the error with which the nodes refused the question itself; null: they did not
     * @param overloaded whether a shard is missing that a node with no room for more has a copy of
     */
    public record Gathered<T>(
            List<Reply<T>> replies,
            Set<Volume> judges,
            List<MissingShard> missing,
            @Nullable NodeError refusal,
            boolean overloaded) {
        /** The same, refused. */
        Gathered<T> refused(NodeError why) {
            return new Gathered<>(replies, judges, missing, why, overloaded);
        }

        /** What the volumes answered. */
        public List<T> answers() {
            return replies.stream().map(Reply::answer).toList();
        }

        /** The numbers of the missing shards, ascending. */
        public List<Integer> missingShards() {
            return missing.stream().map(MissingShard::shard).sorted().toList();
        }
    }

    /** Asks and gathers. The future never fails but for errors of Miroir itself. */
    public <T> CompletableFuture<Gathered<T>> ask(Question<T> question) {
        return askAll(List.of(question)).thenApply(gathered -> gathered.get(0));
    }

    /** Asks several questions at once: a node is sent all that it is asked in one request. The answers are in their order. */
    public <T> CompletableFuture<List<Gathered<T>>> askAll(List<Question<T>> questions) {
        List<Round<T>> rounds = questions.stream().map(this::begin).toList();
        return waves(rounds)
                .thenApply(done -> rounds.stream().map(Round::gathered).toList())
                .whenComplete((done, failure) -> questions.forEach(
                        question -> readers.leave(question.snapshot().version())));
    }

    private <T> Round<T> begin(Question<T> question) {
        readers.enter(question.snapshot().version());
        Round.Rules rules = new Round.Rules(readCopies, signs, ticker, failures);
        return new Round<>(question, sequence.getAndIncrement(), rules);
    }

    private <T> CompletableFuture<Void> waves(List<Round<T>> rounds) {
        List<Part> parts =
                rounds.stream().flatMap(round -> round.next().stream()).toList();
        return parts.isEmpty()
                ? CompletableFuture.completedFuture(null)
                : messenger.send(parts).thenCompose(done -> waves(rounds));
    }

    private boolean passesProbes(NodeId node) {
        return current.get().node(node).preference() == ReadPreference.PREFERRED;
    }
}
