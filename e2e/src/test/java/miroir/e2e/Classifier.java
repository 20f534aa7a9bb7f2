package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Names why real nodes answer a question differently when they hold a part of the documents each. */
final class Classifier {
    private static final Set<String> TOTALS = Set.of("/estimatedTotalHits", "/totalHits", "/totalPages");

    private final Sides sides;

    Classifier(Sides sides) {
        this.sides = sides;
    }

    /** The known reasons, and the unknown one. */
    enum Reason {
        /** Hits that rank the same stand in another order: one node orders them by its internal ids. */
        TIES,
        /** A node gave a document other typo, proximity or exactness details because of its other documents. */
        SCORE_LEAK,
        /** The words a typo or a prefix may stand for are capped per node, so nodes together may know more. */
        MORE_MATCHES,
        /** A facet value written in several ways: one node shows the spelling of the first document. */
        FACET_SPELLING,
        /** Facet values that occur equally often, sorted by count. */
        FACET_TIES,
        /** Totals and facet counts with distinct are estimates that depend on what a node has visited. */
        DISTINCT_COUNTS,
        /** Totals and facet counts with a score threshold are estimates that depend on what a node has visited. */
        THRESHOLD_COUNTS,
        /** A hit that its node dropped for one of several distinct values may be missed. */
        DISTINCT_OF_SEVERAL_VALUES,
        /** A plain node refuses facet patterns unless a filterable rule is a pattern; behind Miroir they work. */
        FACET_PATTERNS,
        /** The bytes that documents take include Miroir's own field. */
        SIZES,
        /** Which words are marked in a text follows the words that the node knows. */
        MARKS,
        /** The names that an error lists: nested searchable ones are known to nodes alone. */
        ERROR_TEXT,
        /** A listing sorted by an attribute that is null somewhere: a node leaves such documents out but skips them. */
        NULLS_IN_A_SORTED_LISTING,
        /** A node shows the members of its documents in the order in which it met their names first. */
        ORDER_OF_MEMBERS,
        /** None of these: a fault. */
        UNEXPECTED
    }

    /** Why the two answers to this question differ. */
    Set<Reason> reasons(Sides.Case asked) {
        Set<Reason> reasons = EnumSet.noneOf(Reason.class);
        boolean hits = false;
        for (Comparison.Difference difference : asked.differences()) {
            String path = difference.path();
            if (!path.startsWith("/facet") && difference.isOrderOfMembers()) {
                reasons.add(Reason.ORDER_OF_MEMBERS);
            } else if (path.startsWith("/results") && sortsByNulls(asked.question())) {
                reasons.add(Reason.NULLS_IN_A_SORTED_LISTING);
            } else if (path.startsWith("/hits")) {
                hits = true;
            } else {
                reasons.add(besidesHits(asked.question(), difference));
            }
        }
        if (hits) {
            reasons.add(ofHits(asked));
        }
        return reasons;
    }

    /** Of the attributes to sort by, {@code mixed} alone holds nulls. */
    private static boolean sortsByNulls(Question question) {
        return question.path().contains("/documents")
                && question.has("sort")
                && question.toString().matches(".*mixed(:|%3A)(asc|desc).*");
    }

    private Reason besidesHits(Question question, Comparison.Difference difference) {
        String path = difference.path();
        if (path.equals("/rawDocumentDbSize") || path.equals("/avgDocumentSize")) {
            return Reason.SIZES;
        }
        if (path.equals("status")
                && difference.plain().contains("is not filterable. Available filterable attributes")) {
            return difference.miroir().startsWith("200") ? Reason.FACET_PATTERNS : Reason.UNEXPECTED;
        }
        if (path.equals("/message") && difference.plain().contains("is not searchable. Available searchable")) {
            return Reason.ERROR_TEXT;
        }
        boolean counts = TOTALS.contains(path) || path.startsWith("/facet");
        if (counts && question.has("distinct")) {
            return Reason.DISTINCT_COUNTS;
        }
        if (counts && question.has("rankingScoreThreshold")) {
            return Reason.THRESHOLD_COUNTS;
        }
        if (path.startsWith("/facetDistribution/")) {
            return ofFacet(question, path.split("[/ ]", -1)[2]);
        }
        return TOTALS.contains(path) && question.has("q") ? Reason.MORE_MATCHES : Reason.UNEXPECTED;
    }

    private Reason ofFacet(Question question, String field) {
        JsonNode plain = sides.plainJson(question).path("facetDistribution").path(field);
        JsonNode miroir =
                question.ask(sides.miroir()).json().path("facetDistribution").path(field);
        if (!folded(plain).equals(folded(miroir))) {
            return Reason.UNEXPECTED;
        }
        List<Integer> counts = counts(plain);
        boolean spelled = !names(plain).equals(names(miroir)) && !sorted(plain).equals(sorted(miroir));
        return spelled ? Reason.FACET_SPELLING : counts.equals(counts(miroir)) ? Reason.FACET_TIES : Reason.UNEXPECTED;
    }

    private Reason ofHits(Sides.Case asked) {
        if (asked.question().mentions("distinct", "tags")) {
            return Reason.DISTINCT_OF_SEVERAL_VALUES;
        }
        if (asked.differences().stream()
                .filter(difference -> difference.path().startsWith("/hits") && !difference.isOrderOfMembers())
                .map(Comparison.Difference::path)
                .allMatch(path -> path.contains("/_matchesPosition") || path.contains("/_formatted"))) {
            return Reason.MARKS;
        }
        Question probe = probe(asked.question());
        if (probe == null) {
            return Reason.UNEXPECTED;
        }
        List<JsonNode> plain = hits(sides.plainJson(probe));
        List<JsonNode> miroir = hits(probe.ask(sides.miroir()).json());
        List<JsonNode> details = details(plain);
        if (details.equals(details(miroir))) {
            return ids(plain).equals(ids(miroir)) ? Reason.UNEXPECTED : Reason.TIES;
        }
        Map<JsonNode, JsonNode> byId = new HashMap<>();
        plain.forEach(hit -> byId.put(hit.path("id"), hit.path("_rankingScoreDetails")));
        for (JsonNode hit : miroir) {
            JsonNode other = byId.get(hit.path("id"));
            if (other != null && !other.equals(hit.path("_rankingScoreDetails"))) {
                return Reason.SCORE_LEAK;
            }
        }
        int[] totals = {
            total(sides.plainJson(probe)), total(probe.ask(sides.miroir()).json())
        };
        return totals[1] > totals[0] ? Reason.MORE_MATCHES : Reason.UNEXPECTED;
    }

    private static int total(JsonNode answer) {
        return answer.path("estimatedTotalHits").asInt(answer.path("totalHits").asInt());
    }

    /** The same search for ids and score details alone, from the first hit on. */
    private static @Nullable Question probe(Question question) {
        String body = question.body();
        if (body == null || !question.path().endsWith("/search")) {
            return null;
        }
        try {
            ObjectNode search = (ObjectNode) Api.JSON.readTree(body);
            search.remove(List.of("attributesToHighlight", "attributesToCrop", "showMatchesPosition", "facets"));
            search.putArray("attributesToRetrieve").add("id");
            search.put("showRankingScoreDetails", true);
            return Question.post(question.path(), search.toString());
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new IllegalStateException(body, e);
        }
    }

    private static List<JsonNode> hits(JsonNode answer) {
        List<JsonNode> hits = new ArrayList<>();
        answer.path("hits").forEach(hits::add);
        return hits;
    }

    private static List<JsonNode> details(List<JsonNode> hits) {
        return hits.stream().map(hit -> hit.path("_rankingScoreDetails")).toList();
    }

    private static List<JsonNode> ids(List<JsonNode> hits) {
        return hits.stream().map(hit -> hit.path("id")).toList();
    }

    private static Map<String, Integer> folded(JsonNode facet) {
        Map<String, Integer> folded = new TreeMap<>();
        facet.properties()
                .forEach(value -> folded.merge(
                        value.getKey().toLowerCase(Locale.ROOT),
                        value.getValue().asInt(),
                        Integer::sum));
        return folded;
    }

    private static List<Integer> counts(JsonNode facet) {
        List<Integer> counts = new ArrayList<>();
        facet.forEach(value -> counts.add(value.asInt()));
        return counts;
    }

    private static List<String> names(JsonNode facet) {
        List<String> names = new ArrayList<>();
        facet.fieldNames().forEachRemaining(names::add);
        return names;
    }

    private static List<String> sorted(JsonNode facet) {
        return names(facet).stream().sorted().toList();
    }
}
