package miroir.console.model;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A search as the form gives it.
 *
 * @param filter a filter expression; empty: none
 * @param sort comma-separated, such as {@code year:desc}
 * @param facets comma-separated attributes, {@code *} for all; empty: none
 */
public record SearchQuery(String index, String q, String filter, String sort, String facets, int offset) {
    /** Hits of a page. */
    public static final int PAGE = 20;

    /** Marks where a highlight starts; from the private use area, so no document is likely to hold it. */
    static final String MARK_START = "\uE6A0";

    /** Marks where a highlight ends. */
    static final String MARK_END = "\uE6A1";

    /** The search as a client would send it. */
    public String clientBody() {
        return body().toString();
    }

    /** The same with highlights between marks that are no HTML. */
    public byte[] consoleBody() {
        ObjectNode body = body();
        body.putArray("attributesToHighlight").add("*");
        body.put("highlightPreTag", MARK_START);
        body.put("highlightPostTag", MARK_END);
        return body.toString().getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode body() {
        ObjectNode body = Json.MAPPER.createObjectNode();
        body.put("q", q);
        body.put("limit", PAGE);
        if (offset > 0) {
            body.put("offset", offset);
        }
        if (!filter.isBlank()) {
            body.put("filter", filter.strip());
        }
        putList(body, "sort", sort);
        putList(body, "facets", facets);
        return body;
    }

    private static void putList(ObjectNode body, String name, String text) {
        List<String> items = Arrays.stream(text.split(",", -1))
                .map(String::strip)
                .filter(s -> !s.isEmpty())
                .toList();
        if (!items.isEmpty()) {
            items.forEach(body.putArray(name)::add);
        }
    }

    /** The command that asks the same of {@code base}, the address of Miroir. */
    public String curl(String base) {
        return "curl -X POST " + Curl.quoted(base + "/indexes/" + Links.segment(index) + "/search") + " \\\n"
                + "  -H 'Content-Type: application/json' \\\n"
                + "  -H \"Authorization: Bearer $MIROIR_KEY\" \\\n"
                + "  --data " + Curl.quoted(clientBody());
    }

    /** The address of this search. */
    public String href() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("index", index);
        parameters.put("q", q);
        parameters.put("filter", filter);
        parameters.put("sort", sort);
        parameters.put("facets", facets.equals("*") ? "" : facets);
        parameters.put("offset", offset > 0 ? Integer.toString(offset) : "");
        return Links.query(Links.ROOT + "/search", parameters);
    }

    /** Whether more than the query and the index is asked for. */
    public boolean narrowed() {
        return !filter.isBlank() || !sort.isBlank() || !facets.equals("*");
    }

    SearchQuery at(int start) {
        return new SearchQuery(index, q, filter, sort, facets, start);
    }

    SearchQuery also(String condition) {
        String both = filter.isBlank() ? condition : "(" + filter.strip() + ") AND " + condition;
        return new SearchQuery(index, q, both, sort, facets, 0);
    }
}
