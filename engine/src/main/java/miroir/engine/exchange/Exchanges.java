package miroir.engine.exchange;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * Stands before everything that answers. A request is worked on when its body is there, and its answer is sent without
 * the thread that made it: who drips a body or takes no answer holds memory within a bound and no thread, so that
 * {@code /health} and what others ask is answered. Only large uploads hold a thread while they come, some at a time; a
 * request without a valid key none, unless it may sign in.
 */
public final class Exchanges extends Handler.Wrapper {
    private static final Duration FORM_TIME = Duration.ofSeconds(10);
    private static final Duration JSON_TIME = Duration.ofSeconds(60);
    /** Shorter than the server lets a connection be silent. */
    private static final long SLOT_SECONDS = 20;

    private static final int FORM = 64 << 10;
    private static final int ORDER = 1 << 20;
    private static final int UPLOAD = 64 << 10;
    private static final int UPLOADS = 64;
    private static final int SLOW_FORMS = 8;
    private static final int STREAMS = 16;
    private static final int MB = 1 << 20;

    private final Acquaintance known;
    private final int largest;
    private final Crowd clients;
    private final Crowd strangers;
    private final Slots uploads = new Slots(UPLOADS);
    private final Slots slowForms = new Slots(SLOW_FORMS);
    private final Slots streams = new Slots(STREAMS);

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
    private Exchanges(Acquaintance known, long largest, long heap) {
        this.known = known;
        this.largest = (int) Math.min(largest, Integer.MAX_VALUE - MB);
        this.clients = new Crowd(heap / 8);
        this.strangers = new Crowd(Math.min(heap / 32, 16L * MB));
    }

    /** Puts it before what the server has, and lets the server itself refuse in JSON. */
    public static void install(Server server, Acquaintance known, long largest) {
        server.setErrorHandler(new Refusals());
        server.insertHandler(
                new Exchanges(known, largest, Runtime.getRuntime().maxMemory()));
    }

    /** What is held to be true of a request by its headers. */
    private record Kind(boolean known, boolean console, boolean upload, int most) {}

    private Kind kind(Request request) {
        String path = Request.getPathInContext(request).replaceAll("/{2,}", "/").replaceAll("/$", "");
        boolean console = path.equals("/console") || path.startsWith("/console/");
        boolean upload = path.endsWith("/documents") || path.endsWith("/documents/delete-batch");
        int most = console ? FORM : upload ? UPLOAD : path.startsWith("/_miroir/") ? Math.min(ORDER, largest) : largest;
        return new Kind(known.has(request.getHeaders().get(HttpHeader.AUTHORIZATION)), console, upload, most);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
        Kind kind = kind(request);
        Pace pace = kind.upload ? new Pace() : new Pace(System.nanoTime(), kind.console ? FORM_TIME : JSON_TIME);
        Crowd crowd = kind.known && !kind.console ? clients : strangers;
        Waiting waiting = new Waiting(request, crowd, pace, "The client sends the body too slowly.");
        IncomingRequest in = new IncomingRequest(request, waiting);
        Exchange exchange = new Exchange(in, response, callback, crowd, kind.console ? slowForms : uploads);
        boolean refused = !kind.known && !kind.console || !kind.upload && request.getLength() > kind.most;
        if (in.isRead() || refused) {
            exchange.run(); // reads no body
        } else if (in.isHeldBack()) {
            exchange.await();
        } else {
            in.load(kind.most, exchange::loaded);
        }
        return true;
    }

    /** One request on its way to its answer. */
    private final class Exchange implements Runnable {
        private final IncomingRequest in;
        private final OutgoingResponse out;
        private final Slots slots;
        private boolean slotted;

        Exchange(IncomingRequest in, Response response, Callback callback, Crowd crowd, Slots slots) {
            this.in = in;
            this.slots = slots;
            this.out = new OutgoingResponse(in, response, callback, crowd, streams, this::worked);
        }

        void loaded() {
            if (in.isRead()) {
                run();
            } else {
                await();
            }
        }

        /** Works on it when a thread may wait for the rest of its body. */
        void await() {
            if (slots.enter()) {
                slotted = true;
                run();
                return;
            }
            Scheduler scheduler = in.getComponents().getScheduler();
            Slots.Entry entry = new Slots.Entry(
                    () -> {
                        slotted = true;
                        run();
                    },
                    in.getComponents().getExecutor());
            if (!slots.await(entry)) {
                refuse();
                return;
            }
            scheduler.schedule(
                    () -> {
                        if (slots.takeBack(entry)) {
                            in.getComponents().getExecutor().execute(this::refuse);
                        }
                    },
                    SLOT_SECONDS,
                    TimeUnit.SECONDS);
        }

        private void refuse() {
            String message = "Miroir is reading as many large payloads as it can. Nothing was stored; try again.";
            out.getHeaders().put(HttpHeader.RETRY_AFTER, "5");
            Refusals.write(out, new ApiError(ErrorCode.TOO_MANY_LARGE_BODIES, message), 503);
            out.succeeded();
        }

        @Override
        public void run() {
            try {
                if (!getHandler().handle(in, out, out)) {
                    Response.writeError(in, out, out, 404);
                }
            } catch (Exception e) {
                Response.writeError(in, out, out, e);
            }
        }

        private void worked() {
            if (slotted) {
                slotted = false;
                slots.leave();
            }
        }
    }
}
