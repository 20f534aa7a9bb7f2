package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import miroir.core.placement.ShardMarker;
import miroir.core.placement.VolumeName;
import miroir.engine.error.Excerpt;
import miroir.engine.settings.AttributeLists;
import miroir.engine.settings.IndexSettings;

/**
 * Turns what a node says of a request into what one plain node with the client's settings would say: the client's index,
 * attributes, rules and filter, nothing of Miroir's own. The node alone judges what is wrong, and what is reported first;
 * only where its words depend on what Miroir added are they told anew.
 */
public final class NodeErrors {
    /** How many rules of a node's filterableAttributes come before the client's. */
    private static final int OWN_RULES = 1;

    private static final Pattern ENDS_WITH_RULE = Pattern.compile("before rule #\\d+$");
    private static final Pattern RULE = Pattern.compile("((?:matched|matches|in|before) rule #)(\\d{1,9})");
    private static final Pattern SEARCHABLE = Pattern.compile("Available searchable attributes are: `(.*)`\\.$");

    /** Columns and text of a filter. */
    private static final Pattern PLACE = Pattern.compile("\n(\\d{1,9}):(\\d{1,9}) (.+)$", Pattern.DOTALL);

    /** How a node writes the filter that {@link ShardMarker} makes, joined to the client's. */
    private static final Pattern SHARDS =
            Pattern.compile("^\\((?:NOT \\()?\"" + ShardMarker.FIELD + "\" IN \\[[^]]*]\\)?\\) AND ");

    private final String indexUid;
    private final AttributeLists ofNode;
    private final AttributeLists ofClient;

    private NodeErrors(String indexUid, IndexSettings settings) {
        this.indexUid = indexUid;
        this.ofNode = AttributeLists.ofNode(settings);
        this.ofClient = AttributeLists.ofClient(settings);
    }

    /** The same error, for the client of that index. */
    public static JsonNode forClient(JsonNode error, String indexUid, IndexSettings settings) {
        NodeErrors errors = new NodeErrors(indexUid, settings);
        ObjectNode clean = error.deepCopy();
        String code = error.path("code").asText();
        clean.put(
                "message",
                Excerpt.message(errors.message(code, error.path("message").asText())));
        return clean;
    }

    private String message(String code, String said) {
        return withoutShards(rules(lists(code, named(code, said))));
    }

    /** Of what is wrong with a request only the start names an index: what follows may quote a client's own words. */
    private String named(String code, String said) {
        int head = said.startsWith("Index `") ? said.indexOf("`: ") + 1 : 0;
        boolean quotes = head > 0 || code.startsWith("invalid_search_") || code.startsWith("invalid_document_");
        return quotes
                ? VolumeName.replaceQuoted(said.substring(0, head), indexUid) + said.substring(head)
                : VolumeName.replaceQuoted(said, indexUid);
    }

    private String lists(String code, String said) {
        return switch (code) {
            case "invalid_search_distinct" -> said.replace(ofNode.distinct(), ofClient.distinct());
            case "invalid_facet_search_facet_name" ->
                said.replace(ofNode.facetSearchable(), ofClient.facetSearchable());
            case "invalid_search_facets" -> said.replace(ofNode.facets(), ofClient.facets());
            case "invalid_search_sort" -> said.replace(ofNode.sortable(), ofClient.sortable());
            case "invalid_search_attributes_to_search_on" -> searchable(said);
            default -> said.replace(ofNode.filterable(), ofClient.filterable());
        };
    }

    private String searchable(String said) {
        Matcher list = SEARCHABLE.matcher(said);
        return list.find()
                ? list.replaceFirst(Matcher.quoteReplacement(
                        ofClient.searchable(List.of(list.group(1).split(", ", -1)))))
                : said;
    }

    /** Rules are counted without Miroir's. */
    private static String rules(String said) {
        return ENDS_WITH_RULE.matcher(said).find()
                ? RULE.matcher(said).replaceAll(rule -> rule.group(1) + (Integer.parseInt(rule.group(2)) - OWN_RULES))
                : said;
    }

    /** A node that was asked for some shards quotes its whole filter. */
    private static String withoutShards(String said) {
        Matcher place = PLACE.matcher(said);
        if (!place.find()) {
            return said;
        }
        String filter = place.group(3);
        int cut = 0;
        Matcher shards = SHARDS.matcher(filter);
        if (shards.find()) {
            cut = shards.end();
            filter = filter.substring(cut);
            if (closing(filter) == filter.length() - 1) {
                cut++;
                filter = filter.substring(1, filter.length() - 1);
            }
        }
        int start = Integer.parseInt(place.group(1)) - cut;
        int end = Integer.parseInt(place.group(2)) - cut;
        return said.substring(0, place.start()) + "\n" + start + ":" + end + " " + Excerpt.around(filter, start - 1);
    }

    /** Where the bracket is closed that a filter begins with. */
    private static int closing(String filter) {
        int depth = 0;
        boolean quoted = false;
        for (int i = 0; i < filter.length(); i++) {
            char c = filter.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && c == '(') {
                depth++;
            } else if (!quoted && c == ')' && --depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
