package miroir.core.topology;

import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The address of a node: scheme, host and port, and nothing that requests would have to be merged with. */
public final class NodeAddress {
    /** How an address must look, for people. */
    public static final String FORM = "http or https with a host, without user, path, query or fragment";

    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*://");
    private static final String HIDDEN = "***";

    private NodeAddress() {}

    /** The address in its one spelling; empty: it is none. */
    public static Optional<URI> normal(URI address) {
        try {
            return Optional.of(parse(address.toString()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /**
     * The address in one spelling, so that equal ones are equal: lower case, no default port, no slash at the end.
     *
     * @throws IllegalArgumentException with what it must be, when it is something else
     */
    public static URI parse(String text) {
        URI uri = uri(text);
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        require(scheme.equals("http") || scheme.equals("https"), "must start with http:// or https://");
        require(uri.getHost() != null, "must name a host");
        require(uri.getRawUserInfo() == null, "must not hold a user or password (use key)");
        require(uri.getRawQuery() == null && uri.getRawFragment() == null, "must not hold a query or fragment");
        String path = uri.getRawPath();
        require(path == null || path.isEmpty() || path.equals("/"), "must not hold a path");
        require(uri.getPort() != 0 && uri.getPort() <= 65_535, "must have a port from 1 to 65535");
        boolean defaultPort = uri.getPort() == (scheme.equals("http") ? 80 : 443) || uri.getPort() == -1;
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        return URI.create(scheme + "://" + host + (defaultPort ? "" : ":" + uri.getPort()));
    }

    /**
     * What may be shown of a text where an address was expected, whatever it is: neither a user with a password, with or
     * without a scheme before it, nor a query or fragment.
     */
    public static String masked(String text) {
        Matcher scheme = SCHEME.matcher(text);
        String shown = scheme.lookingAt() ? scheme.group() : "";
        String rest = text.substring(shown.length());
        int host = rest.lastIndexOf('@') + 1;
        int end = 0;
        while (end < rest.length() && rest.charAt(end) != '?' && rest.charAt(end) != '#') {
            end++;
        }
        if (end < host) {
            return shown + HIDDEN;
        }
        String user = host == 0 ? "" : HIDDEN + "@";
        return shown + user + rest.substring(host, end) + (end < rest.length() ? rest.charAt(end) + HIDDEN : "");
    }

    private static URI uri(String text) {
        try {
            return URI.create(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("must be an address such as http://10.0.0.1:7700", e);
        }
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException(otherwise);
        }
    }
}
