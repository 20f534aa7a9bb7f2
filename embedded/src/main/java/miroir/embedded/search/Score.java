package miroir.embedded.search;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.embedded.index.Document;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/**
 * How well a document answers a query: of each step its rank and the highest rank there is, or the sorted value.
 *
 * @param removed how many words of the query were given up
 */
record Score(Document document, int removed, int[] ranks, int[] max, SortValue[] values) {

    /** Better first; equal ones by id. */
    static int compare(Score a, Score b, List<Rule> chain) {
        for (int i = 0; i < chain.size(); i++) {
            SortRule sort = chain.get(i).sort();
            int order = sort == null
                    ? Integer.compare(b.ranks[i], a.ranks[i])
                    : SortValue.compare(a.values[i], b.values[i], sort.ascending());
            if (order != 0) {
                return order;
            }
        }
        return a.document.id().compareTo(b.document.id());
    }

    /** The score between 0 and 1: the ranks of all steps folded into one, sorts left out. */
    double global(List<Rule> chain) {
        double rank = 1;
        double all = 1;
        for (int i = 0; i < chain.size(); i++) {
            if (chain.get(i).sort() == null) {
                rank = (rank - 1) * max[i] + ranks[i];
                all *= max[i];
            }
        }
        return rank / all;
    }

    /** The details of all steps. */
    Map<String, @Nullable Object> details(List<Rule> chain, List<String> displayed) {
        Map<String, @Nullable Object> details = new LinkedHashMap<>();
        int order = 0;
        for (int i = 0; i < chain.size(); i++) {
            Rule rule = chain.get(i);
            SortRule sort = rule.sort();
            if (sort == null) {
                if (!details.containsKey(rule.key())) {
                    details.put(rule.key(), text(i, order++, chain));
                }
            } else if (sort.point() != null) {
                details.put(rule.key(), geo(i, order++));
            } else if (Display.shows(displayed, sort.field())) {
                details.put(rule.key(), Json.object("order", order++, "value", values[i].json()));
            } else {
                details.put("<hidden-rule-" + order + ">", Json.object("order", order++, "value", "<hidden>"));
            }
        }
        return details;
    }

    private Map<String, @Nullable Object> geo(int i, int order) {
        GeoPoint geo = document.geo();
        return Json.object(
                "order",
                order,
                "value",
                geo == null ? null : Json.object("lat", geo.lat(), "lng", geo.lng()),
                "distance",
                values[i].json());
    }

    private Map<String, @Nullable Object> text(int i, int order, List<Rule> chain) {
        Map<String, @Nullable Object> detail = Json.object("order", order);
        double score = (double) ranks[i] / max[i];
        switch (chain.get(i).kind()) {
            case WORDS -> {
                detail.put("matchingWords", ranks[i]);
                detail.put("maxMatchingWords", max[i]);
            }
            case TYPO -> {
                detail.put("typoCount", max[i] - ranks[i]);
                detail.put("maxTypoCount", max[i] - 1);
            }
            case ATTRIBUTE -> {
                if (chain.get(i).key().equals("attribute")) {
                    detail.put("attributeRankingOrderScore", score);
                    detail.put("queryWordDistanceScore", (double) ranks[i + 1] / max[i + 1]);
                    score = folded(i);
                }
            }
            case EXACT_ATTRIBUTE -> {
                detail.put(
                        "matchType",
                        List.of("noExactMatch", "matchesStart", "exactMatch").get(ranks[i] - 1));
                if (ranks[i] == 1) {
                    detail.put("matchingWords", ranks[i + 1] - 1);
                    detail.put("maxMatchingWords", max[i + 1] - 1);
                    score = folded(i);
                }
            }
            default -> {}
        }
        detail.put("score", score);
        return detail;
    }

    private double folded(int i) {
        return ((ranks[i] - 1.0) * max[i + 1] + ranks[i + 1]) / ((double) max[i] * max[i + 1]);
    }
}
