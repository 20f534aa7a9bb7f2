package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.Json;

/** The settings that nodes are given for an index: every key explicit, so that sending them is also a reset. */
public final class NodeSettings {
    private static final JsonNode SHARD_RULE = Json.read("""
            {"attributePatterns":["%s"],\
            "features":{"facetSearch":false,"filter":{"equality":true,"comparison":false}}}""".formatted(ShardMarker.FIELD));

    /**
     * Facet values a node must return so that merged counts are exact, when none is ordered by count. A node with up to
     * so many matches orders numbers as texts, all nodes together may have to order them by number: so what such a node
     * has of a field with one value a document is never cut.
     */
    private static final long ALPHABETIC_FACET_VALUES = 3_000;

    /** The same when some facet is ordered by count: a value may be rare on one node and frequent on all. */
    private static final long COUNTED_FACET_VALUES = 10_000;

    private NodeSettings() {}

    /**
     * The complete object to PATCH. The shard rule comes first, so that no rule of the client decides about the shard
     * field; displayedAttributes stays open because Miroir applies it itself after it has merged by hidden values.
     */
    public static ObjectNode of(String stored) {
        ObjectNode settings = ClientSettings.full(stored);
        settings.putArray("displayedAttributes").add("*");
        ArrayNode rules = Json.MAPPER.createArrayNode().add(SHARD_RULE.<JsonNode>deepCopy());
        settings.path("filterableAttributes").forEach(rules::add);
        settings.set("filterableAttributes", rules);
        raiseFacetValues((ObjectNode) settings.path("faceting"));
        for (String name : SettingKey.NAMES) {
            boolean none = name.equals("embedders") && settings.path(name).isEmpty();
            if (none || !settings.has(name)) {
                settings.putNull(name);
            }
        }
        return settings;
    }

    /**
     * What a client probably set of what a node reads back, as it is stored. Which attributes are displayed, and how many
     * values a facet shows, no node knows.
     */
    public static String client(JsonNode read) {
        JsonNode standard = Json.read(of(ClientSettings.NONE).toString());
        ObjectNode set = Json.MAPPER.createObjectNode();
        for (String name : SettingKey.NAMES) {
            JsonNode found = read.path(name).deepCopy();
            if (name.equals("filterableAttributes") && found instanceof ArrayNode rules) {
                for (int i = rules.size() - 1; i >= 0; i--) {
                    if (rules.get(i).toString().contains('"' + ShardMarker.FIELD + '"')) {
                        rules.remove(i);
                    }
                }
                if (!rules.isEmpty()) {
                    set.set(name, rules);
                }
                continue;
            }
            if (name.equals("faceting") && found instanceof ObjectNode faceting) {
                faceting.remove("maxValuesPerFacet");
            }
            boolean none = found.isMissingNode() || isUnset(name, found) || name.equals("displayedAttributes");
            if (!none && !SameSettings.test(name, standard.path(name), found)) {
                set.set(name, found);
            }
        }
        return set.toString();
    }

    /**
     * The settings in which what a node reads back differs from what it is to be given. What the node does not know, and
     * what only the node knows, says nothing: nodes of two versions serve side by side.
     */
    public static List<String> differing(String stored, JsonNode read) {
        JsonNode wanted = Json.read(of(stored).toString()); // numbers of one kind, as parsed
        List<String> names = new ArrayList<>();
        for (String name : SettingKey.NAMES) {
            JsonNode found = read.get(name);
            JsonNode value = wanted.path(name);
            boolean same =
                    found == null || (value.isNull() ? isUnset(name, found) : SameSettings.test(name, value, found));
            if (!same) {
                names.add(name);
            }
        }
        return names;
    }

    /** For a chat that is not set nodes show one of their own. */
    private static boolean isUnset(String name, JsonNode found) {
        return name.equals("chat") || found.isNull() || (found.isContainerNode() && found.isEmpty());
    }

    private static void raiseFacetValues(ObjectNode faceting) {
        boolean counted = false;
        for (JsonNode order : faceting.path("sortFacetValuesBy")) {
            counted |= order.asText().equals("count");
        }
        long wanted = faceting.path("maxValuesPerFacet").asLong();
        faceting.put("maxValuesPerFacet", Math.max(wanted, counted ? COUNTED_FACET_VALUES : ALPHABETIC_FACET_VALUES));
    }
}
