package miroir.engine.node;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import miroir.core.topology.NodeId;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.DuplexConnectionPool;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Talks to nodes with Jetty's asynchronous client. A node that hangs costs no thread. Each purpose has its own connections
 * to each node, and a {@link Turnstile} in front of them.
 */
public final class HttpNodeClient implements NodeClient, AutoCloseable {
    private static final int CONNECT_TIMEOUT_MS = 2000;
    /** How long a connection is kept that nobody uses. */
    private static final Duration KEEP = Duration.ofSeconds(30);
    /** Selects the sort values in document answers; harmless elsewhere. */
    private static final String PROXY_HEADER = "Meili-Proxy-Search";

    private final HttpClient http;
    private final NodeDirectory directory;
    private final Function<Purpose, Turnstile.Limit> limits;
    private final Map<Way, Turnstile> turnstiles = new ConcurrentHashMap<>();
    /** Started with the first https request: making it takes 0.3 s, and most nodes are not asked by TLS. */
    private final SslContextFactory.Client tls = new SslContextFactory.Client();

    public HttpNodeClient(NodeDirectory directory) {
        this(directory, HttpNodeClient::limit, KEEP);
    }

    HttpNodeClient(NodeDirectory directory, Function<Purpose, Turnstile.Limit> limits, Duration keep) {
        this.directory = directory;
        this.limits = limits;
        ClientConnector connector = new ResettingConnector();
        connector.setSelectors(1);
        connector.setSslContextFactory(tls);
        connector.unmanage(tls);
        HttpClientTransportOverHTTP transport = new HttpClientTransportOverHTTP(connector);
        // the tag of a request makes its destination and thus its pool; the turnstile keeps to the same limit
        transport.setConnectionPoolFactory(to -> new DuplexConnectionPool(
                to, limits.apply((Purpose) to.getOrigin().getTag()).connections()));
        http = new HttpClient(transport);
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("miroir-node-client");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setConnectTimeout(CONNECT_TIMEOUT_MS);
        http.setIdleTimeout(keep.toMillis());
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setUserAgentField(null);
        start();
    }

    /** One purpose's way to one node. */
    private record Way(NodeId node, Purpose purpose) {}

    private static Turnstile.Limit limit(Purpose purpose) {
        return switch (purpose) {
            case PROBE -> new Turnstile.Limit(8, 64);
            case WRITE, COPY -> new Turnstile.Limit(32, 256);
            case READ -> new Turnstile.Limit(256, 1024);
        };
    }

    private void start() {
        try {
            http.start();
            http.getContentDecoderFactories().clear();
            http.getProtocolHandlers().clear();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not start", e);
        }
    }

    @Override
    public CompletableFuture<NodeReply> send(NodeRequest request) {
        return turnstiles
                .computeIfAbsent(
                        new Way(request.node(), request.purpose()),
                        way -> new Turnstile(limits.apply(way.purpose), this::after))
                .pass(request.patience(), () -> exchange(request));
    }

    private Runnable after(Duration delay, Runnable task) {
        Scheduler.Task due = http.getScheduler()
                .schedule(() -> http.getExecutor().execute(task), delay.toMillis(), TimeUnit.MILLISECONDS);
        return due::cancel;
    }

    /** Where the node is now counts, not where it was when the request began to wait. */
    private CompletableFuture<NodeReply> exchange(NodeRequest request) {
        NodeDirectory.Endpoint endpoint = directory.find(request.node());
        if (endpoint == null) {
            return notSent("node " + request.node() + " is not known");
        }
        if ("https".equals(endpoint.address().getScheme())) {
            LifeCycle.start(tls);
        }
        try {
            ReplyListener listener = new ReplyListener();
            Request out = prepare(request, endpoint).onRequestBegin(begun -> listener.begun());
            out.send(listener);
            NodeRequest.Vigil vigil = request.vigil();
            if (vigil != null) {
                keep(vigil, vigil.after(), out, listener.reply());
            }
            return listener.reply();
        } catch (RejectedExecutionException | IllegalArgumentException e) {
            return notSent(String.valueOf(e.getMessage()));
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // both end in the reply, which never fails
    private void keep(NodeRequest.Vigil vigil, Duration delay, Request out, CompletableFuture<NodeReply> reply) {
        Runnable due = after(delay, () -> {
            if (reply.isDone()) {
                return;
            }
            if (vigil.lives().getAsBoolean()) {
                keep(vigil, NodeRequest.Vigil.EVERY, out, reply);
            } else {
                out.abort(new TimeoutException("the node gives no sign of life"));
            }
        });
        reply.thenRun(due);
    }

    private static CompletableFuture<NodeReply> notSent(String reason) {
        return CompletableFuture.completedFuture(new NodeReply.NotSent(reason));
    }

    private Request prepare(NodeRequest request, NodeDirectory.Endpoint endpoint) {
        Request out = http.newRequest(endpoint.address().resolve(request.path()))
                .tag(request.purpose())
                .method(request.method())
                // 0 would be for ever
                .timeout(Math.max(1, request.timeout().toMillis()), TimeUnit.MILLISECONDS)
                // while an exchange is under way its own timeout alone counts
                .idleTimeout(0, TimeUnit.MILLISECONDS);
        String key = endpoint.key();
        String contentType = request.contentType();
        byte[] body = request.body();
        out.headers(headers -> {
            if (key != null) {
                headers.put(HttpHeader.AUTHORIZATION, "Bearer " + key);
            }
            if (request.sortTuples()) {
                headers.put(PROXY_HEADER, "true");
            }
        });
        if (body != null) {
            out.body(new BytesRequestContent(contentType == null ? "application/json" : contentType, body));
        }
        return out;
    }

    @Override
    public void close() {
        turnstiles.values().forEach(Turnstile::close);
        try {
            http.stop();
            tls.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }
}
