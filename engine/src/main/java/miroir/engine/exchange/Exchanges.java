package miroir.engine.exchange;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import miroir.core.time.Ticker;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything that answers. A request is worked on when its body is there, and its answer is sent without
 * the thread that made it: who drips a body or takes no answer holds memory within a bound and no thread, so that
 * {@code /health} and what others ask is answered. Only large uploads hold a thread while they come, some at a time; a
 * request without a valid key none, unless it may sign in.
 */
public final class Exchanges extends Handler.Wrapper {
    private static final Set<String> HEALTH = Set.of("/health", "/_miroir/health");
    private static final Duration FORM_TIME = Duration.ofSeconds(10);
    private static final Duration JSON_TIME = Duration.ofSeconds(60);
    private static final int FORM = 64 << 10;
    private static final int ORDER = 1 << 20;
    private static final int UPLOAD = 64 << 10;
    private static final int QUEUE = 1000;
    private static final int MB = 1 << 20;

    private final Acquaintance known;
    private final int largest;
    private final LongSupplier clock;
    private final Crowd clients;
    private final Crowd strangers;
    // together fewer than the server has threads
    private final Slots health = new Slots(4, QUEUE);
    private final Slots strangersWork = new Slots(4, QUEUE);
    private final Slots slowForms = new Slots(8, QUEUE);
    private final Slots work = new Slots(128, Integer.MAX_VALUE);
    private final Slots uploads = new Slots(64, QUEUE);
    private final Slots streams = new Slots(16, 0);

    /** Tells who is known. */
    @FunctionalInterface
    public interface Acquaintance {
        /** Whether a request with that header {@code Authorization}, or without one, may be told everything. */
        boolean has(@Nullable String authorization);
    }

    /**
     * Makes the handler.
     *
     * @param largest bytes of a JSON body
     * @param heap bytes of all memory, of which an eighth may be held for known clients and less for others
     */
    private Exchanges(Acquaintance known, long largest, long heap, LongSupplier clock) {
        this.known = known;
        this.clock = clock;
        this.largest = (int) Math.min(largest, Integer.MAX_VALUE - MB);
        this.clients = new Crowd(heap / 8);
        this.strangers = new Crowd(Math.min(heap / 32, 16L * MB));
    }

    /** Puts it before what the server has, and lets the server itself refuse in JSON. */
    public static void install(Server server, Acquaintance known, long largest, Ticker ticker) {
        install(server, known, largest, Runtime.getRuntime().maxMemory(), ticker);
    }

    static void install(Server server, Acquaintance known, long largest, long heap, Ticker ticker) {
        server.setErrorHandler(new Refusals());
        OneReader.install(server);
        server.insertHandler(
                new Exchanges(known, largest, heap, () -> ticker.now().nanos()));
    }

    /** What a request is by its headers, of which the body has at most so many bytes to be held. */
    private record Kind(boolean known, boolean console, boolean health, boolean upload, int most) {
        boolean trusted() {
            return known && !console;
        }

        /** Whether it will be refused without a look at its body. */
        boolean refused(long length) {
            return (!known && !console) || (!upload && length > most);
        }
    }

    private Kind kind(Request request) {
        String path = Request.getPathInContext(request);
        if (path.contains("//") || path.endsWith("/")) {
            path = path.replaceAll("/{2,}", "/").replaceAll("/$", "");
        }
        boolean console = path.equals("/console") || path.startsWith("/console/");
        boolean upload = path.endsWith("/documents") || path.endsWith("/documents/delete-batch");
        int most = console ? FORM : upload ? UPLOAD : path.startsWith("/_miroir/") ? Math.min(ORDER, largest) : largest;
        boolean admitted = known.has(request.getHeaders().get(HttpHeader.AUTHORIZATION));
        return new Kind(admitted, console, HEALTH.contains(path), upload, most);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Kind kind = kind(request);
        Pace pace = kind.upload ? new Pace() : new Pace(clock.getAsLong(), kind.console ? FORM_TIME : JSON_TIME);
        Crowd crowd = kind.trusted() ? clients : strangers;
        Waiting waiting = new Waiting(request, crowd, pace, clock, "The client sends the body too slowly.");
        IncomingRequest in = new IncomingRequest(request, waiting);
        OutgoingResponse out = new OutgoingResponse(in, response, callback, crowd, streams, clock);
        Slots quick = kind.health ? health : kind.trusted() ? work : strangersWork;
        Slots slow = kind.trusted() ? uploads : slowForms;
        if (in.isRead() || kind.refused(request.getLength())) {
            answer(in, out, quick);
        } else if (kind.upload && in.isHeldBack()) { // it may be refused, and need not be sent then
            answer(in, out, slow);
        } else {
            in.load(kind.most, () -> loaded(in, out, in.isRead() ? quick : slow));
        }
        return true;
    }

    private void loaded(IncomingRequest in, OutgoingResponse out, Slots slots) {
        if (in.isDropped()) {
            refuse(out);
        } else {
            answer(in, out, slots);
        }
    }

    private void answer(IncomingRequest in, OutgoingResponse out, Slots slots) {
        slots.work(() -> answer(in, out), () -> refuse(out), in.getComponents());
    }

    private void answer(IncomingRequest in, OutgoingResponse out) {
        try {
            if (!getHandler().handle(in, out, out)) {
                Response.writeError(in, out, out, 404);
            }
        } catch (Throwable e) { // nobody else answers
            boolean late = e instanceof TimeoutException || e.getCause() instanceof TimeoutException;
            Response.writeError(in, out, out, late ? 408 : 500, null, e);
        }
    }

    private static void refuse(OutgoingResponse out) {
        out.refuse();
        out.succeeded();
    }
}
