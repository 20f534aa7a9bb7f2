package miroir.engine.node;

import java.io.EOFException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.BufferingResponseListener;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.client.Result;
import org.eclipse.jetty.client.transport.HttpClientTransportOverHTTP;
import org.eclipse.jetty.http.HttpCookieStore;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.ClientConnector;
import org.eclipse.jetty.util.component.LifeCycle;
import org.eclipse.jetty.util.ssl.SslContextFactory;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/** Talks to nodes with Jetty's asynchronous client. A node that hangs costs no thread. */
public final class HttpNodeClient implements NodeClient, AutoCloseable {
    private static final int MAX_ANSWER_BYTES = 512 * 1024 * 1024;
    private static final int CONNECT_TIMEOUT_MS = 2000;
    private static final int MAX_CONNECTIONS_PER_NODE = 256;
    private static final int LONGEST_MESSAGE = 120;
    /** Selects the sort values in document answers; harmless elsewhere. */
    private static final String PROXY_HEADER = "Meili-Proxy-Search";

    private final HttpClient http;
    private final NodeDirectory directory;
    /** Started with the first https request: making it takes 0.3 s, and most nodes are not asked by TLS. */
    private final SslContextFactory.Client tls = new SslContextFactory.Client();

    public HttpNodeClient(NodeDirectory directory) {
        this.directory = directory;
        ClientConnector connector = new ClientConnector();
        connector.setSelectors(1);
        connector.setSslContextFactory(tls);
        connector.unmanage(tls);
        http = new HttpClient(new HttpClientTransportOverHTTP(connector));
        QueuedThreadPool threads = new QueuedThreadPool(32, 4);
        threads.setName("miroir-node-client");
        threads.setDaemon(true);
        http.setExecutor(threads);
        http.setConnectTimeout(CONNECT_TIMEOUT_MS);
        http.setFollowRedirects(false);
        http.setHttpCookieStore(new HttpCookieStore.Empty());
        http.setMaxConnectionsPerDestination(MAX_CONNECTIONS_PER_NODE);
        http.setMaxRequestsQueuedPerDestination(4096);
        http.setUserAgentField(null);
        start();
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
        CompletableFuture<NodeReply> reply = new CompletableFuture<>();
        NodeDirectory.Endpoint endpoint = directory.find(request.node());
        if (endpoint == null) {
            reply.complete(new NodeReply.NotSent("node " + request.node() + " is not known"));
            return reply;
        }
        if ("https".equals(endpoint.address().getScheme())) {
            LifeCycle.start(tls);
        }
        try {
            prepare(request, endpoint).send(new Listener(reply));
        } catch (RejectedExecutionException | IllegalArgumentException e) {
            reply.complete(new NodeReply.NotSent(String.valueOf(e.getMessage())));
        }
        return reply;
    }

    private Request prepare(NodeRequest request, NodeDirectory.Endpoint endpoint) {
        Request out = http.newRequest(endpoint.address().resolve(request.path()))
                .method(request.method())
                .timeout(request.timeout().toMillis(), TimeUnit.MILLISECONDS);
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
        try {
            http.stop();
            tls.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the HTTP client does not stop", e);
        }
    }

    private static final class Listener extends BufferingResponseListener {
        private final CompletableFuture<NodeReply> reply;

        Listener(CompletableFuture<NodeReply> reply) {
            super(MAX_ANSWER_BYTES);
            this.reply = reply;
        }

        @Override
        public void onComplete(Result result) {
            Throwable failure = result.getFailure();
            if (failure == null) {
                byte[] body = getContent();
                reply.complete(
                        new NodeReply.Answered(result.getResponse().getStatus(), body == null ? new byte[0] : body));
            } else {
                reply.complete(outcome(failure));
            }
        }

        /** Only failures to connect prove that nothing was sent; everything else may still be carried out. */
        private static NodeReply outcome(Throwable failure) {
            for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
                if (cause instanceof ConnectException
                        || cause instanceof UnknownHostException
                        || cause instanceof UnresolvedAddressException
                        || cause instanceof SocketTimeoutException
                        || cause instanceof RejectedExecutionException) {
                    return new NodeReply.NotSent(describe(cause));
                }
            }
            return new NodeReply.Unknown(describe(failure));
        }

        /** In words for the operator: the client's own messages describe its inner state at length. */
        private static String describe(Throwable failure) {
            if (failure instanceof TimeoutException) {
                return "no answer in time";
            }
            if (failure instanceof EOFException || failure instanceof ClosedChannelException) {
                return "the connection was closed";
            }
            String message = failure.getMessage();
            return message == null || message.length() > LONGEST_MESSAGE
                    ? failure.getClass().getSimpleName()
                    : message;
        }
    }
}
