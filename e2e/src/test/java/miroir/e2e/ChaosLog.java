package miroir.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/** What happened in a run: faults found, kills by operation, searches checked. Any thread. */
final class ChaosLog {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final int SAID = 5;
    private static final int LIKENESS = 40;

    private final long seed;
    private final Duration patience;
    private final List<String> faults = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> alike = new ConcurrentHashMap<>();
    private final List<Long> holds = new ArrayList<>();
    private final AtomicLong searches = new AtomicLong();
    private final AtomicLong strict = new AtomicLong();
    private final Map<String, int[]> kills = new TreeMap<>();

    /** Changes with every blow; odd: no search may fail or be incomplete until the next. */
    private final AtomicLong weather = new AtomicLong();

    ChaosLog(long seed) {
        this(seed, PATIENCE);
    }

    /**
     * A log of nothing yet.
     *
     * @param patience how long to wait for what has to happen
     */
    ChaosLog(long seed, Duration patience) {
        this.seed = seed;
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    long seed() {
        return seed;
    }

    /** Something that must not be. Only the first of its like are said at once. */
    void fault(String what) {
        faults.add(what);
        if (alike.merge(likeness(what), 1, Integer::sum) <= SAID) {
            say("FAULT " + what);
        }
    }

    List<String> faults() {
        return faults;
    }

    /** All faults, those that are alike in one line. */
    List<String> summary() {
        Map<String, String> first = new LinkedHashMap<>();
        faults.forEach(fault -> first.putIfAbsent(likeness(fault), fault));
        return first.entrySet().stream()
                .map(entry -> alike.get(entry.getKey()) + " x " + entry.getValue())
                .toList();
    }

    /** How it begins, whichever numbers are in it. */
    private static String likeness(String fault) {
        String bare = fault.replaceAll("[0-9]+", "");
        return bare.substring(0, Math.min(LIKENESS, bare.length()));
    }

    void say(String what) {
        System.out.println(Instant.now() + " chaos: " + what);
    }

    /** From now on every shard has a copy that answers, or it may be otherwise. */
    void weather(boolean fair) {
        weather.updateAndGet(now -> ((now + 2) & ~1L) + (fair ? 1 : 0));
    }

    long weather() {
        return weather.get();
    }

    void searched(boolean strictly) {
        searches.incrementAndGet();
        strict.addAndGet(strictly ? 1 : 0);
    }

    /** How many searches had to be whole. */
    long strictlySearched() {
        return strict.get();
    }

    synchronized void killed(String operation, boolean miroir) {
        kills.computeIfAbsent(operation, absent -> new int[3])[miroir ? 1 : 2]++;
    }

    synchronized void ended(String operation, JsonNode picture) {
        kills.computeIfAbsent(operation, absent -> new int[3])[0]++;
        for (JsonNode move : picture.path("moves")) {
            if (move.path("holdMs").asLong() > 0) {
                holds.add(move.path("holdMs").asLong());
            }
        }
    }

    synchronized int kills() {
        return kills.values().stream().mapToInt(k -> k[1] + k[2]).sum();
    }

    /** The run in figures. */
    synchronized String table(long documents, long promised) {
        StringBuilder table = new StringBuilder("operation | times | kills of Miroir | kills of nodes\n");
        kills.forEach((operation, k) -> table.append(operation + " | " + k[0] + " | " + k[1] + " | " + k[2] + "\n"));
        holds.sort(null);
        return table + "kills " + kills() + ", promised writes " + promised + ", documents compared " + documents
                + ", searches checked " + searches + " (" + strict + " of them had to be whole), faults "
                + faults.size() + "\nwrite hold ms: " + holds.size() + " holds, p50 " + percentile(50) + ", p99 "
                + percentile(99) + ", max " + percentile(100);
    }

    private long percentile(int percent) {
        return holds.isEmpty() ? 0 : holds.get(Math.min(holds.size() - 1, holds.size() * percent / 100));
    }

    /** Asks again until Miroir answers: it may be dead for the moment. */
    static <T> T patiently(Supplier<T> question) {
        Instant deadline = Instant.now().plus(PATIENCE);
        while (true) {
            try {
                return question.get();
            } catch (UncheckedIOException down) {
                if (Instant.now().isAfter(deadline)) {
                    throw down;
                }
                Api.pause();
            }
        }
    }

    static JsonNode tree(String json) {
        try {
            return Api.JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
