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

    @Test
    void documents_come_as_they_were_written_unless_sort_tuples_are_asked_for() throws IOException {
        try (ServerSocket node = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                HttpNodeClient client = new HttpNodeClient(id ->
                        new NodeDirectory.Endpoint(URI.create("http://127.0.0.1:" + node.getLocalPort()), null))) {
            NodeRequest plain = NodeRequest.json(
                    new NodeId("n1"), "POST", "/indexes/a/documents/fetch", new byte[0], Duration.ofSeconds(30));
            assertThat(head(node, client, plain)).doesNotContainIgnoringCase("meili-proxy-search");
            assertThat(head(node, client, plain.withSortTuples())).containsIgnoringCase("meili-proxy-search: true");
        }
    }

    private static String head(ServerSocket node, HttpNodeClient client, NodeRequest request) throws IOException {
        CompletableFuture<NodeReply> reply = client.send(request);
        StringBuilder head = new StringBuilder();
        try (Socket connection = node.accept()) {
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) connection.getInputStream().read());
            }
        }
        assertThat(reply.join()).isInstanceOf(NodeReply.Unknown.class);
        return head.toString();
    }
}
