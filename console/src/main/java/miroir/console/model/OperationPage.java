package miroir.console.model;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import miroir.console.model.MoveProgress.Stage;
import miroir.core.operation.OperationStatus;
import miroir.core.plan.TopologyWish;
import miroir.core.time.Age;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.OperationPicture.MovePicture;
import miroir.engine.api.OperationPicture.Result;
import miroir.engine.api.OperationPicture.Verdict;
import miroir.engine.api.Operator.Throttle;
import org.jspecify.annotations.Nullable;

/**
 * One operation.
 *
 * @param href its address with the filter of the moves
 * @param left how long it may still take; empty: cannot be said
 * @param orders what may be ordered now: pause, resume, retry
 * @param steerable whether it can be canceled and throttled
 * @param safe nodes that hold nothing any more, verified
 * @param notYet nodes that are leaving and must not be switched off yet
 * @param repairable whether copies differ that were not repaired
 * @param result what the operation found; empty for those that only move copies
 * @param copying whether copies are built at all
 * @param verdicts which copies are believed where some differ
 * @param filters the moves by stage, with counts
 * @param more what the list of moves leaves out; empty: nothing
 */
public record OperationPage(
        OperationRow row,
        String href,
        String planHref,
        String left,
        List<Order> orders,
        boolean steerable,
        boolean copying,
        List<String> safe,
        List<String> notYet,
        Tone resultTone,
        boolean repairable,
        String result,
        List<String> verdicts,
        String error,
        String throttle,
        List<Choice> filters,
        List<MoveProgress> moves,
        String more,
        String curl) {
    private static final int MOST_MOVES = 200;
    private static final int EARLIEST_PERCENT = 5;

    /** An order that takes effect at once. */
    public record Order(String word, String label, String action) {}

    /** That operation, the wish it carries out, and the moves of one stage; an unknown stage shows all. */
    public static OperationPage of(
            OperationPicture operation, @Nullable TopologyWish wish, String stage, Instant now, Curl curl) {
        OperationRow row = OperationRow.of(operation, now);
        List<MovePicture> chosen = operation.moves().stream()
                .filter(m -> stage.isEmpty() || Stage.of(m).word().equals(stage))
                .sorted(Comparator.comparing(Stage::of))
                .toList();
        boolean running = OperationRow.running(operation);
        Result found = operation.result();
        return new OperationPage(
                row,
                Links.query(row.href(), Map.of("moves", stage)),
                operation.planId() == null ? "" : Links.plan(operation.planId()),
                left(operation, now),
                orders(operation),
                running,
                operation.progress().copies() > 0,
                operation.safeToStop(),
                notYet(operation, wish),
                isLacking(found) ? Tone.WARN : Tone.OK,
                found != null && found.differing() > found.repaired(),
                found == null ? "" : result(found),
                found == null
                        ? List.of()
                        : found.verdicts().stream()
                                .map(verdict -> verdict(found, verdict))
                                .toList(),
                error(operation),
                throttle(operation.throttle()),
                filters(operation, row.href(), stage),
                chosen.stream().limit(MOST_MOVES).map(MoveProgress::of).toList(),
                chosen.size() <= MOST_MOVES
                        ? ""
                        : "The first " + MOST_MOVES + " of " + Words.count(chosen.size()) + " moves are listed.",
                curl(operation, curl));
    }

    /** What the verdicts do not say already. */
    private static String error(OperationPicture operation) {
        String error = operation.error();
        Result found = operation.result();
        if (error == null || found == null || found.documents() != null) {
            return error == null ? "" : error;
        }
        boolean told = !found.verdicts().isEmpty()
                && found.verdicts().stream().allMatch(verdict -> error.contains(verdict.why()));
        return told ? "" : error;
    }

    private static List<Order> orders(OperationPicture operation) {
        List<Order> orders = new ArrayList<>();
        if (operation.status() == OperationStatus.RUNNING) {
            orders.add(order(operation, "pause", "Pause"));
        }
        if (operation.status() == OperationStatus.PAUSED) {
            orders.add(order(operation, "resume", "Resume"));
        }
        boolean failures = operation.moves().stream().anyMatch(m -> Stage.of(m) == Stage.FAILED);
        boolean failed = operation.status() == OperationStatus.FAILED
                && !operation.moves().isEmpty();
        if (failed || (failures && OperationRow.running(operation))) {
            orders.add(order(operation, "retry", "Retry what failed"));
        }
        return List.copyOf(orders);
    }

    private static Order order(OperationPicture operation, String word, String label) {
        return new Order(word, label, Links.operation(operation.operationId()) + "/" + word);
    }

    /** From the pace so far; too little has happened before the first few percent. */
    private static String left(OperationPicture operation, Instant now) {
        int percent = OperationRow.percent(operation);
        if (operation.status() != OperationStatus.RUNNING || percent < EARLIEST_PERCENT) {
            return "";
        }
        Duration so = Age.of(operation.startedAt(), now);
        return "about " + Words.span(so.multipliedBy(100L - percent).dividedBy(percent)) + " left at the pace so far";
    }

    private static List<String> notYet(OperationPicture operation, @Nullable TopologyWish wish) {
        if (wish == null || operation.status() == OperationStatus.SUCCEEDED) {
            return List.of();
        }
        Set<String> leaving = new LinkedHashSet<>();
        Stream.of(
                        wish.drainNodes().stream(),
                        wish.removeNodes().stream(),
                        wish.replaceNodes().stream().map(TopologyWish.Replacement::from))
                .flatMap(s -> s)
                .forEach(id -> leaving.add(id.value()));
        operation.safeToStop().forEach(leaving::remove);
        return List.copyOf(leaving);
    }

    private static boolean isLacking(@Nullable Result result) {
        return result != null && (result.differing() > result.repaired() || result.skipped() > 0);
    }

    private static String result(Result result) {
        Long documents = result.documents();
        if (documents != null) {
            return "Serves " + Words.count(documents, "document", "documents")
                    + " now; other copies are built from it."
                    + (result.skipped() == 0
                            ? ""
                            : " " + Words.count(result.skipped(), "shard is", "shards are") + " left out.");
        }
        String skipped = result.skipped() == 0
                ? ""
                : " " + Words.count(result.skipped(), "shard was", "shards were") + " not compared.";
        if (result.compared() == 0) {
            return "Nothing was compared." + skipped;
        }
        String compared = Words.count(result.compared(), "shard", "shards") + " compared: ";
        if (result.differing() == 0) {
            return compared + "all copies agree." + skipped;
        }
        String mended = result.repaired() == 0 ? "" : ", " + Words.count(result.repaired()) + " repaired";
        return compared + Words.count(result.differing(), "copy differs", "copies differ") + mended + "." + skipped;
    }

    private static String verdict(Result result, Verdict verdict) {
        String shard = "Shard " + verdict.shard() + ": ";
        if (result.documents() != null && verdict.believed().isEmpty()) {
            return shard + verdict.why() + ".";
        }
        if (result.documents() != null) {
            return shard + "the copy on " + Words.and(verdict.believed()) + " is accepted: " + verdict.why() + ".";
        }
        if (verdict.believed().isEmpty()) {
            return shard + "not compared: " + verdict.why() + ".";
        }
        return shard + Words.and(verdict.differing()) + (verdict.differing().size() == 1 ? " differs" : " differ")
                + "; believed is " + Words.and(verdict.believed()) + ": " + verdict.why() + ".";
    }

    static String throttle(Throttle throttle) {
        String rate = throttle.bytesPerSecond() == 0
                ? "no limit of bytes per second"
                : "at most " + Words.bytes(throttle.bytesPerSecond()) + " per second";
        return Words.count(throttle.concurrentMoves(), "move", "moves") + " at a time, " + rate;
    }

    private static List<Choice> filters(OperationPicture operation, String href, String chosen) {
        List<Choice> filters = new ArrayList<>();
        filters.add(new Choice("all " + operation.moves().size(), href, chosen.isEmpty()));
        for (Stage stage : Stage.values()) {
            long count =
                    operation.moves().stream().filter(m -> Stage.of(m) == stage).count();
            if (count > 0 || stage.word().equals(chosen)) {
                filters.add(new Choice(
                        stage.word() + " " + count,
                        Links.query(href, Map.of("moves", stage.word())),
                        stage.word().equals(chosen)));
            }
        }
        return List.copyOf(filters);
    }

    private static String curl(OperationPicture operation, Curl curl) {
        String id = operation.operationId();
        List<String> commands = new ArrayList<>();
        commands.add("# Look\n" + curl.get("/_miroir/operations/" + Links.segment(id)));
        orders(operation).forEach(o -> commands.add("# " + o.label() + "\n" + curl.steer(id, o.word())));
        if (OperationRow.running(operation)) {
            commands.add("# Cancel\n" + curl.steer(id, "cancel"));
            commands.add("# Change its speed\n" + curl.throttle(id, operation.throttle()));
        }
        return String.join("\n\n", commands);
    }
}
