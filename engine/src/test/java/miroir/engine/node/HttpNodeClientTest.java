package miroir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class HttpNodeClientTest {
    private static final int TLS_HANDSHAKE = 0x16;

    @Test
    void an_https_node_is_spoken_to_by_tls() throws IOException {
        try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpNodeClient client = new HttpNodeClient(id ->
                        new NodeDirectory.Endpoint(URI.create("https://127.0.0.1:" + node.getLocalPort()), null))) {
            CompletableFuture<NodeReply> reply =
                    client.send(NodeRequest.get(new NodeId("n1"), "/health", Duration.ofSeconds(30)));
            try (Socket connection = node.accept()) {
                assertThat(connection.getInputStream().read()).isEqualTo(TLS_HANDSHAKE);
            }
            assertThat(reply.join()).isInstanceOf(NodeReply.Unknown.class);
        }
    }
}
