package miroir.console.model;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** The console's own addresses. */
public final class Links {
    /** Where the console lives. */
    public static final String ROOT = "/console";

    private Links() {}

    /** A node's page. */
    public static String node(String id) {
        return ROOT + "/nodes/" + segment(id);
    }

    /** A shard's page. */
    public static String shard(String index, int shard) {
        return ROOT + "/shards/" + segment(index) + "/" + shard;
    }

    /** The shard map of an index. */
    public static String shards(String index) {
        return query(ROOT + "/shards", Map.of("index", index));
    }

    /** A task's page. */
    public static String task(long uid) {
        return ROOT + "/tasks/" + uid;
    }

    /** A plan's page. */
    public static String plan(String id) {
        return ROOT + "/plans/" + segment(id);
    }

    /** An operation's page. */
    public static String operation(String id) {
        return ROOT + "/operations/" + segment(id);
    }

    /** Where an index is given orders. */
    public static String index(String uid) {
        return ROOT + "/indexes/" + segment(uid);
    }

    /** The search page on an index. */
    public static String search(String index) {
        return query(ROOT + "/search", Map.of("index", index));
    }

    /** A path with those parameters that are not empty, in the map's order. */
    public static String query(String path, Map<String, String> parameters) {
        String query = parameters.entrySet().stream()
                .filter(e -> !e.getValue().isEmpty())
                .map(e -> e.getKey() + "=" + encoded(e.getValue()))
                .collect(Collectors.joining("&"));
        return query.isEmpty() ? path : path + "?" + query;
    }

    /** One path segment, escaped. */
    public static String segment(String text) {
        return encoded(text);
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
