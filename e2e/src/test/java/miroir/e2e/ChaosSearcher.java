package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;

/** Searches for documents that nobody writes: each answer that calls itself whole has all of them, each once. */
final class ChaosSearcher implements Runnable {
    static final int STABLE = 300;

    private static final int PAUSE_MS = 60;

    private final Api miroir;
    private final String index;
    private final ChaosLog log;
    private final AtomicBoolean stop;

    ChaosSearcher(Api miroir, String index, ChaosLog log, AtomicBoolean stop) {
        this.miroir = miroir;
        this.index = index;
        this.log = log;
        this.stop = stop;
    }

    /** The documents. */
    static String documents() {
        StringBuilder documents = new StringBuilder("[");
        for (int i = 0; i < STABLE; i++) {
            documents.append(i == 0 ? "" : ",").append("{\"id\":\"s-").append(i).append("\",\"kind\":\"stable\"}");
        }
        return documents.append(']').toString();
    }

    @Override
    public void run() {
        while (!stop.get()) {
            long before = log.weather();
            try {
                Api.Answer answer = miroir.post(
                        "/indexes/" + index + "/search",
                        "{\"filter\":\"kind = stable\",\"limit\":1000,\"facets\":[\"kind\"]}");
                boolean strictly = before == log.weather() && before % 2 == 1;
                read(answer, strictly);
                log.searched(strictly);
            } catch (UncheckedIOException lost) {
                if (before == log.weather() && before % 2 == 1) {
                    log.fault("a search was not answered in fair weather: " + lost.getCause());
                }
            }
            ChaosFleet.pause(PAUSE_MS);
        }
    }

    private void read(Api.Answer answer, boolean strictly) {
        try {
            check(answer, strictly);
        } catch (UncheckedIOException garbage) {
            log.fault("a search was answered " + answer.status() + " " + garbage.getMessage());
        }
    }

    private void check(Api.Answer answer, boolean strictly) {
        boolean whole = answer.status() == 200 && answer.header("X-Miroir-Degraded") == null;
        if (!whole) {
            if (strictly || (answer.status() != 200 && answer.status() != 503)) {
                log.fault("a search was answered " + answer.status() + " " + answer.header("X-Miroir-Degraded") + " "
                        + answer.json().path("message").asText());
            }
            return;
        }
        JsonNode body = answer.json();
        Set<String> ids = new HashSet<>();
        body.path("hits").forEach(hit -> ids.add(hit.path("id").asText()));
        long faceted =
                body.path("facetDistribution").path("kind").path("stable").asLong();
        long total = body.path("estimatedTotalHits").asLong();
        int hits = body.path("hits").size();
        if (ids.size() != STABLE || hits != STABLE || total != STABLE || faceted != STABLE) {
            log.fault("a whole answer of " + index + " has " + hits + " hits, " + ids.size() + " different, total "
                    + total + ", facet " + faceted);
        }
    }
}
