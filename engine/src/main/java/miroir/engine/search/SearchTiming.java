package miroir.engine.search;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import miroir.core.placement.Volume;
import miroir.core.time.Moment;
import miroir.core.time.Ticker;
import miroir.engine.node.NodeReply;
import org.jspecify.annotations.Nullable;

/** How long the parts of one search take, for who asked to know. Any thread. */
public final class SearchTiming {
    private final Ticker ticker;
    private final Moment started;
    private final List<String> answers = new CopyOnWriteArrayList<>();
    private volatile @Nullable Moment asked;
    private volatile @Nullable Moment gathered;

    /** Starts now. */
    public SearchTiming(Ticker ticker) {
        this.ticker = ticker;
        this.started = ticker.now();
    }

    /** Asks a volume; the answer completes when it is noted too. */
    CompletableFuture<NodeReply> noted(Volume volume, Supplier<CompletableFuture<NodeReply>> question) {
        Moment sent = ticker.now();
        if (asked == null) {
            asked = sent;
        }
        String who = "node;desc=\"" + volume.node() + " r" + volume.rank() + "\"";
        return question.get().whenComplete((reply, failure) -> answers.add(who + since(sent, ticker.now())));
    }

    /** No node is asked any more. */
    void gathered() {
        gathered = ticker.now();
    }

    /**
     * The value of {@code Server-Timing} (W3C) up to now, in milliseconds: {@code plan} until the first node is asked,
     * {@code nodes} until the last has answered, {@code merge} from then on, {@code total}, and {@code node} for each
     * answer.
     */
    public String header() {
        Moment end = ticker.now();
        Moment last = gathered == null ? end : gathered;
        Moment first = asked == null ? last : asked;
        String parts = "plan" + since(started, first) + ", nodes" + since(first, last) + ", merge" + since(last, end)
                + ", total" + since(started, end);
        return answers.isEmpty() ? parts : parts + ", " + String.join(", ", answers);
    }

    private static String since(Moment from, Moment to) {
        double millis = from.until(to).toNanos() / 1e6;
        return String.format(Locale.ROOT, ";dur=%.3f", millis);
    }
}
