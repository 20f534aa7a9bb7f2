package miroir.engine.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the headers {@code Host} and {@code Origin} say. */
final class Hosts {
    private static final Pattern PORT = Pattern.compile(":[0-9]{1,5}$");
    private static final Pattern BYTE = Pattern.compile("25[0-5]|2[0-4][0-9]|1[0-9]{2}|[1-9]?[0-9]");
    private static final Pattern LOOPBACK =
            Pattern.compile("(?:[a-z0-9-]+\\.)*localhost|127(?:\\.(?:" + BYTE + ")){3}|\\[::1]");

    private Hosts() {}

    /** Whether only this machine goes by that name: {@code localhost}, {@code *.localhost}, 127.0.0.0/8, [::1]. */
    static boolean isLoopback(@Nullable String host) {
        return host != null
                && LOOPBACK.matcher(PORT.matcher(host.toLowerCase(Locale.ROOT)).replaceFirst(""))
                        .matches();
    }

    /** Whether a page of that origin came from the host that the request goes to; the scheme may differ by a proxy. */
    static boolean isSame(String origin, @Nullable String host) {
        if (host == null) {
            return false;
        }
        try {
            URI from = new URI(origin);
            URI to = new URI(from.getScheme() + "://" + host);
            return from.getHost() != null
                    && from.getHost().equalsIgnoreCase(to.getHost())
                    && port(from) == port(to)
                    && from.getUserInfo() == null
                    && to.getUserInfo() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /** One that is not written is the scheme's. */
    private static int port(URI uri) {
        if (uri.getPort() >= 0) {
            return uri.getPort();
        }
        return "https".equalsIgnoreCase(uri.getScheme()) ? 443 : 80;
    }
}
