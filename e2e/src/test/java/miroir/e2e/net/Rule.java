package miroir.e2e.net;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** A fault that happens to certain requests, so many times. Any thread. */
public final class Rule {
    private final Predicate<HttpMessage> requests;
    private final Fault fault;
    private final int times;
    private final AtomicInteger hits = new AtomicInteger();

    private Rule(Predicate<HttpMessage> requests, Fault fault, int times) {
        this.requests = requests;
        this.fault = fault;
        this.times = times;
    }

    /** The fault happens to every request. */
    public static Rule always(Fault fault) {
        return new Rule(request -> true, fault, Integer.MAX_VALUE);
    }

    /** The same for these requests only. */
    public Rule on(Predicate<HttpMessage> which) {
        return new Rule(requests.and(which), fault, times);
    }

    /** The same for one method and paths in which the pattern is found. */
    public Rule on(String method, String path) {
        Pattern pattern = Pattern.compile(path);
        return on(request -> request.method().equals(method)
                && pattern.matcher(request.path()).find());
    }

    /** The same for the first requests only. */
    public Rule times(int most) {
        return new Rule(requests, fault, most);
    }

    /** How often it happened. */
    public int hits() {
        return Math.min(times, hits.get());
    }

    Fault fault() {
        return fault;
    }

    /** Whether it happens to this request; then it is counted. */
    boolean takes(HttpMessage request) {
        return hits.get() < times && requests.test(request) && hits.getAndIncrement() < times;
    }
}
