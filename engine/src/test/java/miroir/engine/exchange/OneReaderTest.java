package miroir.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.jetty.io.ByteArrayEndPoint;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.junit.jupiter.api.Test;

class OneReaderTest {
    /** Holds on to whoever reads. */
    private static final class Slow extends ByteArrayEndPoint {
        private final AtomicInteger readers = new AtomicInteger();
        private final CountDownLatch first = new CountDownLatch(1);
        private final CountDownLatch go = new CountDownLatch(1);

        @Override
        public int fill(ByteBuffer buffer) {
            readers.incrementAndGet();
            first.countDown();
            try {
                go.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return -1;
        }
    }

    @Test
    void while_one_thread_reads_from_a_connection_no_other_does() throws InterruptedException {
        LocalConnector connector = new LocalConnector(new Server());
        Slow slow = new Slow();
        HttpConnection connection =
                (HttpConnection) new OneReader(new HttpConfiguration()).newConnection(connector, slow);
        Thread one = new Thread(connection::onFillable);
        one.start();
        slow.first.await();
        Thread other = new Thread(connection::onFillable);
        other.start();
        while (other.getState() == Thread.State.NEW || other.getState() == Thread.State.RUNNABLE) {
            Thread.onSpinWait(); // until it can go no further
        }
        int readers = slow.readers.get();
        slow.go.countDown();
        one.join();
        other.join();
        assertThat(readers).isEqualTo(1);
    }

    @Test
    void all_connections_of_a_server_are_such() {
        Javalin server = Javalin.create(config -> config.jetty.modifyServer(OneReader::install));
        server.start(0);
        try {
            assertThat(server.jettyServer().server().getConnectors())
                    .isNotEmpty()
                    .allSatisfy(connector -> assertThat(connector.getConnectionFactory(HttpConnectionFactory.class))
                            .isInstanceOf(OneReader.class));
        } finally {
            server.stop();
        }
    }
}
