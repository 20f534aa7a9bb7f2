package miroir.e2e.net;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first answer to each GET, as a cache that never forgets would give it. Any thread. */
final class Answers {
    private static final int MOST_PATHS = 500;

    private final Map<String, HttpMessage> first = new LinkedHashMap<>();

    synchronized void keep(HttpMessage request, HttpMessage answer) {
        if (request.method().equals("GET") && answer.status() == 200) {
            first.putIfAbsent(request.path(), answer);
            if (first.size() > MOST_PATHS) {
                first.remove(first.keySet().iterator().next());
            }
        }
    }

    synchronized @Nullable HttpMessage earlier(HttpMessage request) {
        return request.method().equals("GET") ? first.get(request.path()) : null;
    }
}
