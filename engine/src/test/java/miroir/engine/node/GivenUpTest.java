package miroir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A node that takes connections and reads nothing, until Miroir has given its request up. */
@Timeout(60)
class GivenUpTest {
    private static final int SMALLEST = 1024;

    @ParameterizedTest
    @ValueSource(ints = {20_000, 64 << 20})
    void what_has_not_left_is_never_delivered(int size) throws IOException {
        try (ServerSocket node = new ServerSocket()) {
            node.setReceiveBufferSize(SMALLEST);
            node.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            URI address = URI.create("http://127.0.0.1:" + node.getLocalPort());
            try (HttpNodeClient client = new HttpNodeClient(id -> new NodeDirectory.Endpoint(address, null));
                    Socket connection = hang(node, client, size)) {
                Delivered delivered = read(connection.getInputStream());
                assertThat(delivered.bytes).isLessThan(size);
                assertThat(delivered.reset).isTrue();
            }
        }
    }

    private static Socket hang(ServerSocket node, HttpNodeClient client, int size) throws IOException {
        NodeRequest write = new NodeRequest(
                new NodeId("n1"), "POST", "/documents", "application/x-ndjson", new byte[size], Duration.ofSeconds(1));
        CompletableFuture<NodeReply> reply = client.send(write);
        Socket connection = node.accept();
        assertThat(reply.join()).isEqualTo(new NodeReply.Unknown("no answer in time", true));
        return connection;
    }

    private record Delivered(long bytes, boolean reset) {}

    private static Delivered read(InputStream in) throws IOException {
        byte[] buffer = new byte[SMALLEST];
        long bytes = 0;
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
            }
            return new Delivered(bytes, false);
        } catch (SocketException reset) {
            return new Delivered(bytes, true);
        }
    }
}
