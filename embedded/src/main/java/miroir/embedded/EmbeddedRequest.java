package miroir.embedded;

import java.util.List;
import java.util.Map;

/**
 * One call to a node.
 *
 * @param path the decoded path, without the query
 * @param query the decoded query parameters, in order
 * @param headers the headers, names in lower case
 */
public record EmbeddedRequest(
        String method, String path, Map<String, List<String>> query, Map<String, String> headers, byte[] body) {}
