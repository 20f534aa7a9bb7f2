package miroir.engine.search;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import miroir.core.placement.CopyState;
import miroir.core.search.MissingShard;
import miroir.core.search.PlanRequest;
import miroir.core.search.ReadCopies;
import miroir.core.search.ScatterPlan;
import miroir.core.search.SearchPlanner;
import miroir.core.search.VolumeAsk;
import miroir.core.time.Moment;
import miroir.core.topology.NodeId;
import miroir.engine.dialect.NodeApi;
import miroir.engine.error.ErrorCode;
import miroir.engine.node.NodeReply;
import miroir.engine.node.NodeRequest;
import miroir.engine.node.Purpose;
import miroir.engine.state.IndexEntry;
import miroir.engine.state.Ports;
import miroir.engine.state.Readers;
import miroir.engine.state.Snapshot;
import org.jspecify.annotations.Nullable;

/**
 * Asks each shard of an index on exactly one copy, from one snapshot. When a node fails, its shards go to other copies
 * inside the same request; only shards that no copy is left for are missing in the end. Any thread; nothing blocks.
 */
public final class Scatter {
    /** How long one node may take while another copy could still be asked. */
    private static final Duration ATTEMPT = Duration.ofSeconds(4);

    private static final JsonFactory JSON = new JsonFactory();

    private final Ports ports;
    private final ReadCopies readCopies;
    private final FailureListener failures;
    private final Readers readers;
    private final VolumeReads volumes;
    private final AtomicLong sequence = new AtomicLong();

    public Scatter(
            Ports ports, Supplier<Snapshot> current, ReadCopies readCopies, FailureListener failures, Readers readers) {
        this.readers = readers;
        this.ports = ports;
        this.readCopies = readCopies;
        this.failures = failures;
        this.volumes = new VolumeReads(
                ports.nodes(),
                new NodeApi(ports.nodes(), ports.workers(), ports.workers()),
                () -> current.get()::volume);
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
     * @param budget for the whole scatter, retries included
     * @param timing hears when nodes are asked and when they answer; null: nobody wants to know
     */
    public record Question<T>(
            Snapshot snapshot,
            IndexEntry index,
            @Nullable Set<Integer> shards,
            Sending sending,
            Reading<T> reading,
            Duration budget,
            @Nullable SearchTiming timing) {
        /** A question that nobody takes the time of. */
        public Question(
                Snapshot snapshot,
                IndexEntry index,
                @Nullable Set<Integer> shards,
                Sending sending,
                Reading<T> reading,
                Duration budget) {
            this(snapshot, index, shards, sending, reading, budget, null);
        }
    }

    /** One volume's answer. */
    public record Reply<T>(VolumeAsk ask, T answer) {}

    /**
     * What came back.
     *
     * @param missing shards no copy answered for, ascending
     * @param refusal the error with which a node refused the question itself; null: none did
     * @param overloaded whether a shard is missing that a node with no room for more has a copy of
     */
    public record Gathered<T>(
            List<Reply<T>> replies,
            List<MissingShard> missing,
            NodeReply.@Nullable Answered refusal,
            boolean overloaded) {
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
        Round<T> round = new Round<>(
                question, sequence.getAndIncrement(), ports.ticker().now().plus(question.budget()));
        long version = question.snapshot().version();
        readers.enter(version);
        return run(round, question.shards(), question.budget()).whenComplete((done, failure) -> readers.leave(version));
    }

    private <T> CompletableFuture<Gathered<T>> run(Round<T> round, @Nullable Set<Integer> shards, Duration left) {
        ScatterPlan plan = SearchPlanner.plan(new PlanRequest(
                round.question.index().routing(),
                node -> round.question.snapshot().node(node).preference(),
                readCopies,
                round.sequence,
                round.failed,
                shards));
        round.missing.addAll(plan.missing());
        List<CompletableFuture<NodeReply>> sent = new ArrayList<>(plan.asks().size());
        for (VolumeAsk ask : plan.asks()) {
            sent.add(send(round.question, ask, left));
        }
        return CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).thenCompose(done -> {
            Set<Integer> again = new TreeSet<>();
            for (int i = 0; i < sent.size(); i++) {
                take(round, plan.asks().get(i), sent.get(i).join(), again);
            }
            return again.isEmpty() || round.refusal != null
                    ? CompletableFuture.completedFuture(round.gathered())
                    : runAgain(round, again);
        });
    }

    private <T> CompletableFuture<Gathered<T>> runAgain(Round<T> round, Set<Integer> shards) {
        Duration left = ports.ticker().now().until(round.deadline);
        if (left.isNegative() || left.isZero()) {
            shards.forEach(shard -> round.missing.add(new MissingShard(shard, "no time is left to ask another copy")));
            return CompletableFuture.completedFuture(round.gathered());
        }
        return run(round, shards, left);
    }

    private CompletableFuture<NodeReply> send(Question<?> question, VolumeAsk ask, Duration left) {
        Duration timeout = left.compareTo(ATTEMPT) < 0 ? left : ATTEMPT;
        Outgoing out = question.sending().of(ask);
        byte[] body = out.json();
        NodeId node = ask.volume().node();
        Function<String, NodeRequest> request = name -> {
            String path = "/indexes/" + name + out.route();
            NodeRequest bare = body == null
                    ? NodeRequest.get(node, path, timeout)
                    : sortable(NodeRequest.json(node, "POST", path, body, timeout));
            return bare.as(Purpose.READ).waiting(left.minus(timeout));
        };
        SearchTiming timing = question.timing();
        return timing == null
                ? volumes.ask(ask.volume(), request)
                : timing.noted(ask.volume(), () -> volumes.ask(ask.volume(), request));
    }

    /** Lists of documents are merged by what they are sorted by; only that is asked for beside the documents. */
    private static NodeRequest sortable(NodeRequest request) {
        return request.path().endsWith("/documents/fetch") ? request.withSortTuples() : request;
    }

    private <T> void take(Round<T> round, VolumeAsk ask, NodeReply reply, Set<Integer> again) {
        if (reply instanceof NodeReply.Answered answered) {
            if (answered.ok() && round.reads(ask, answered.body())) {
                return;
            }
            if (refusesTheQuestion(answered)) {
                round.refusal = answered;
                return;
            }
        }
        NodeId node = ask.volume().node();
        round.failed.add(node);
        again.addAll(ask.shards());
        if (hasNoRoom(reply)) {
            round.busy.add(node);
        } else {
            failures.failed(node, describe(reply), reply.late());
        }
    }

    private static String describe(NodeReply reply) {
        if (reply instanceof NodeReply.Answered answered) {
            return "answers " + answered.status() + (answered.ok() ? ", but not what it was asked for" : "");
        }
        return reply instanceof NodeReply.NotSent notSent
                ? "unreachable: " + notSent.reason()
                : reply instanceof NodeReply.Unknown unknown ? "no answer: " + unknown.reason() : "";
    }

    /** One scatter with its retries. Used by one thread at a time. */
    private static final class Round<T> {
        private final Question<T> question;
        private final long sequence;
        private final Moment deadline;
        /** Nodes that are not asked again, for whatever reason. */
        private final Set<NodeId> failed = new HashSet<>();
        /** Those of them that had no room for the question. */
        private final Set<NodeId> busy = new HashSet<>();

        private final List<MissingShard> missing = new ArrayList<>();
        private final List<Reply<T>> replies = new ArrayList<>();
        private NodeReply.@Nullable Answered refusal;

        Round(Question<T> question, long sequence, Moment deadline) {
            this.question = question;
            this.sequence = sequence;
            this.deadline = deadline;
        }

        /** Takes an answer; false when it is not what was asked for. */
        boolean reads(VolumeAsk ask, byte[] body) {
            try {
                replies.add(new Reply<>(ask, question.reading().of(ask, body)));
                return true;
            } catch (RuntimeException notIt) {
                return false;
            }
        }

        Gathered<T> gathered() {
            return new Gathered<>(replies, missing, refusal, missing.stream().anyMatch(this::isOnBusyNode));
        }

        private boolean isOnBusyNode(MissingShard shard) {
            return question.index().routes().of(shard.shard()).stream()
                    .anyMatch(copy -> copy.state() == CopyState.IN_SYNC && busy.contains(copy.node()));
        }
    }

    /** Whether the question is wrong, as opposed to the node: then every copy would say the same. */
    private static boolean refusesTheQuestion(NodeReply.Answered answered) {
        return answered.status() == 400 && code(answered.body()) != null;
    }

    /** Whether it was not asked, or would not look at it, for all else it is being asked. */
    private static boolean hasNoRoom(NodeReply reply) {
        return reply instanceof NodeReply.Busy
                || (reply instanceof NodeReply.Answered answered
                        && answered.status() == 503
                        && ErrorCode.TOO_MANY_SEARCH_REQUESTS.wire().equals(code(answered.body())));
    }

    private static @Nullable String code(byte[] error) {
        try (JsonParser parser = JSON.createParser(error)) {
            while (parser.nextToken() != null) {
                if (parser.currentToken() == JsonToken.FIELD_NAME
                        && parser.currentName().equals("code")) {
                    return parser.nextTextValue();
                }
            }
            return null;
        } catch (IOException e) {
            return null;
        }
    }
}
