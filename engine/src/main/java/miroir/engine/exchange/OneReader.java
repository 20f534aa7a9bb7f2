package miroir.engine.exchange;

import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.ConnectionFactory;
import org.eclipse.jetty.server.Connector;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.internal.HttpConnection;
import org.eclipse.jetty.util.component.LifeCycle;

/**
 * Makes connections that one thread at a time reads from. The server answers a request that it cannot read on another
 * thread, after which a third reads on, whether or not the first has left. The buffer that one of them gives back is soon
 * another connection's while the other still moves in it: somebody else's request was answered twice, and what came after
 * it with the answer to the one before.
 */
final class OneReader extends HttpConnectionFactory {
    OneReader(HttpConfiguration configuration) {
        super(configuration);
    }

    /** Makes those of all connectors that the server has when it starts. */
    static void install(Server server) {
        server.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                for (Connector connector : server.getConnectors()) {
                    replace((ServerConnector) connector);
                }
            }
        });
    }

    private static void replace(ServerConnector connector) {
        for (ConnectionFactory factory : connector.getConnectionFactories()) {
            if (factory instanceof HttpConnectionFactory http) {
                connector.addConnectionFactory(new OneReader(http.getHttpConfiguration()));
            }
        }
    }

    @Override
    public Connection newConnection(Connector connector, EndPoint endPoint) {
        HttpConnection connection = new Serial(getHttpConfiguration(), connector, endPoint);
        connection.setTransferEncodingChunkMaxLength(getTransferEncodingChunkMaxLength());
        return configure(connection, connector, endPoint);
    }

    private static final class Serial extends HttpConnection {
        Serial(HttpConfiguration configuration, Connector connector, EndPoint endPoint) {
            super(configuration, connector, endPoint);
        }

        /** Nobody waits here but for a thread that is about to leave. */
        @Override
        public synchronized void onFillable() {
            super.onFillable();
        }
    }
}
