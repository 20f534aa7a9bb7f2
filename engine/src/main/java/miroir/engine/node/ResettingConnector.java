package miroir.engine.node;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SelectableChannel;
import org.eclipse.jetty.io.ClientConnector;

/**
 * Makes connections that are reset when they are closed, by this process or with it. An exchange that is given up would
 * otherwise leave in the system's send buffer what has not been delivered, to be delivered to the node much later.
 */
final class ResettingConnector extends ClientConnector {
    @Override
    protected void configure(SelectableChannel selectable) throws IOException {
        super.configure(selectable);
        if (selectable instanceof NetworkChannel channel) {
            channel.setOption(StandardSocketOptions.SO_LINGER, 0);
        }
    }
}
