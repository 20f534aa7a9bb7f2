package miroir.e2e.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a client and one port of this machine and passes requests on, as long as no fault is wished for. Faults
 * come by rule, one by one, and by chance. Any thread.
 */
public final class FaultProxy implements AutoCloseable {
    /** How an exchange of addresses is counted. */
    public static final String SWAPPED = "addresses swapped";
    /** How a time without connections is counted. */
    public static final String REFUSED = "connections refused";

    private static final int BACKLOG = 1024;

    private final int port;
    private volatile int target;
    private volatile Chance chance = Chance.CALM;
    private final List<Rule> rules = new CopyOnWriteArrayList<>();
    private final Tally tally = new Tally();
    private final Answers answers = new Answers();
    private final Late late = new Late(this);
    private final Set<Connection> connections = ConcurrentHashMap.newKeySet();
    /** Connections to the node, so that none outlives the proxy. */
    private final Set<Socket> asking = ConcurrentHashMap.newKeySet();

    private final CountDownLatch closed = new CountDownLatch(1);
    private ServerSocket listener;
    private Thread acceptor;

    private FaultProxy(int target) throws IOException {
        this.target = target;
        listener = listen(0);
        port = listener.getLocalPort();
        acceptor = accept(listener);
    }

    /** What becomes of connections that are open when the target changes. */
    public enum Existing {
        /** They are reset. */
        CUT,
        /** They go on to lead where they led. */
        STAY,
        /** They lead to the new target. */
        FOLLOW
    }

    /** Starts a proxy in front of that port. */
    public static FaultProxy to(int target) {
        try {
            return new FaultProxy(target);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        return socket;
    }

    /** Where it listens. */
    public URI address() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The port that new connections lead to. */
    public int target() {
        return target;
    }

    /** What was done so far, by kind. */
    public Tally tally() {
        return tally;
    }

    /** Adds a rule; the first that takes a request counts. */
    public Rule script(Rule rule) {
        rules.add(rule);
        return rule;
    }

    /** Takes a rule back. */
    public void forget(Rule rule) {
        rules.remove(rule);
    }

    /** From now on chance decides on what no rule takes. */
    public void leaveTo(Chance next) {
        chance = next;
    }

    /** From now on nothing bad happens any more. What is held goes unheard; what is to be delivered late still is. */
    public void calm() {
        chance = Chance.CALM;
        rules.clear();
        late.forget();
        accept();
    }

    /** How many requests are held. */
    public int held() {
        return late.held();
    }

    /** Delivers all requests that are held, in order, and gives the node's answers. */
    public List<HttpMessage> release() {
        try {
            return late.release();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How many requests are still to be delivered late by themselves. */
    public int overdue() {
        return late.underWay();
    }

    /** New connections lead there. */
    public void retarget(int next, Existing existing) {
        target = next;
        switch (existing) {
            case CUT -> cut();
            case FOLLOW -> connections.forEach(connection -> connection.retarget(next));
            case STAY -> {}
        }
    }

    /** Two proxies exchange their targets. */
    public static void swap(FaultProxy one, FaultProxy other, Existing existing) {
        int port = one.target;
        one.retarget(other.target, existing);
        other.retarget(port, existing);
        one.tally.count(SWAPPED);
    }

    /** Resets all connections. */
    public void cut() {
        connections.forEach(Connection::reset);
    }

    /** Resets all connections and takes no new ones until it is told to accept again. */
    public synchronized void refuse() {
        tally.count(REFUSED);
        stopListening();
    }

    /** The port is free only when nobody waits on it any more. */
    private void stopListening() {
        try {
            listener.close();
            acceptor.join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        cut();
    }

    /** Takes connections again. */
    public synchronized void accept() {
        if (listener.isClosed() && closed.getCount() > 0) {
            try {
                listener = listen(port);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            acceptor = accept(listener);
        }
    }

    private Thread accept(ServerSocket socket) {
        return start("accept", () -> {
            while (!socket.isClosed()) {
                Connection connection = new Connection(this, socket.accept(), target);
                connections.add(connection);
                start("serve", () -> {
                    connection.serve();
                    connections.remove(connection);
                });
            }
        });
    }

    @Nullable
    Fault choose(HttpMessage request) {
        Fault fault = rules.stream()
                .filter(rule -> rule.takes(request))
                .findFirst()
                .map(Rule::fault)
                .orElse(null);
        Fault chosen = fault == null ? chance.of(request) : fault;
        if (chosen != null) {
            tally.count(chosen.kind());
        }
        return chosen;
    }

    /** Asks a node over a connection of its own, so that none is ever stale. */
    HttpMessage ask(int node, HttpMessage request) throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), node)) {
            asking.add(socket);
            try {
                socket.setTcpNoDelay(true);
                socket.getOutputStream().write(request.bytes());
                HttpMessage answer = new HttpReader(socket.getInputStream()).answer(request.method());
                answers.keep(request, answer);
                return answer;
            } finally {
                asking.remove(socket);
            }
        }
    }

    @Nullable
    HttpMessage earlierAnswer(HttpMessage request) {
        return answers.earlier(request);
    }

    Late late() {
        return late;
    }

    /** Whether the time went by; false: the proxy was closed meanwhile. */
    boolean rest(Duration time) {
        try {
            return !closed.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What a thread does until a connection breaks. */
    @FunctionalInterface
    interface Work {
        /** Does it. */
        void run() throws IOException;
    }

    Thread start(String name, Work work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException broken) {
                        // the peer is gone, or the proxy is closed: there is nobody left to tell
                    }
                },
                "proxy-" + port + "-" + name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    @Override
    public synchronized void close() {
        closed.countDown();
        stopListening();
        try {
            for (Socket socket : asking) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
