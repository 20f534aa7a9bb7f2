package miroir.e2e.net;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Requests that reach the node when their client is gone. Any thread. */
final class Late {
    private final FaultProxy proxy;
    private final List<HttpMessage> held = new ArrayList<>();
    private final AtomicInteger underWay = new AtomicInteger();

    Late(FaultProxy proxy) {
        this.proxy = proxy;
    }

    synchronized void hold(HttpMessage request) {
        held.add(request);
    }

    synchronized int held() {
        return held.size();
    }

    synchronized void forget() {
        held.clear();
    }

    /** Delivers what is held, in order; the answers. */
    List<HttpMessage> release() throws IOException {
        List<HttpMessage> due;
        synchronized (this) {
            due = List.copyOf(held);
            held.clear();
        }
        List<HttpMessage> answers = new ArrayList<>();
        for (HttpMessage request : due) {
            answers.add(proxy.ask(proxy.target(), request));
        }
        return answers;
    }

    /** Delivers a request after that time. A node that is dead by then never gets it. */
    void deliver(HttpMessage request, Duration after) {
        underWay.incrementAndGet();
        proxy.start("late", () -> {
            try {
                if (proxy.rest(after)) {
                    proxy.ask(proxy.target(), request);
                }
            } finally {
                underWay.decrementAndGet();
            }
        });
    }

    /** How many requests are still to be delivered after their time. */
    int underWay() {
        return underWay.get();
    }
}
