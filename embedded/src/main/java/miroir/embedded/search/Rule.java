package miroir.embedded.search;

import java.util.ArrayList;
import java.util.List;
import miroir.embedded.index.Settings;
import org.jspecify.annotations.Nullable;

/**
 * One step of the ranking.
 *
 * @param key the key in the ranking details
 * @param sort the order of a sorting step, null for the others
 */
record Rule(Kind kind, String key, @Nullable SortRule sort) {

    /** What a step looks at. */
    enum Kind {
        WORDS,
        TYPO,
        PROXIMITY,
        ATTRIBUTE,
        POSITION,
        EXACT_ATTRIBUTE,
        EXACT_WORDS,
        SORT
    }

    /** The steps of a search, in order: the settings' rules, each at most once. */
    static List<Rule> chain(Settings settings, SearchRequest request, boolean hasQuery) {
        List<Rule> chain = new ArrayList<>();
        for (String name : settings.rankingRules()) {
            if (name.equals("sort")) {
                request.sort().forEach(sort -> add(chain, new Rule(Kind.SORT, sort.label(), sort)));
            } else if (name.endsWith(":asc") || name.endsWith(":desc")) {
                SortRule sort = SortRule.parse(List.of(name), "invalid_settings_ranking_rules")
                        .get(0);
                add(chain, new Rule(Kind.SORT, sort.label(), sort));
            } else if (hasQuery) {
                if (!request.matching().all()) {
                    add(chain, new Rule(Kind.WORDS, "words", null));
                }
                text(name).forEach(rule -> add(chain, rule));
            }
        }
        if (request.matching().all()) {
            chain.removeIf(rule -> rule.kind() == Kind.WORDS);
        }
        return chain;
    }

    private static List<Rule> text(String name) {
        return switch (name) {
            case "words" -> List.of(new Rule(Kind.WORDS, name, null));
            case "typo" -> List.of(new Rule(Kind.TYPO, name, null));
            case "proximity" -> List.of(new Rule(Kind.PROXIMITY, name, null));
            case "attribute" -> List.of(new Rule(Kind.ATTRIBUTE, name, null), new Rule(Kind.POSITION, name, null));
            case "attributeRank" -> List.of(new Rule(Kind.ATTRIBUTE, name, null));
            case "wordPosition" -> List.of(new Rule(Kind.POSITION, name, null));
            default -> List.of(new Rule(Kind.EXACT_ATTRIBUTE, name, null), new Rule(Kind.EXACT_WORDS, name, null));
        };
    }

    private static void add(List<Rule> chain, Rule rule) {
        boolean known = chain.stream()
                .anyMatch(other -> other.kind == rule.kind
                        && (rule.sort == null
                                || (other.sort != null && other.sort.field().equals(rule.sort.field()))));
        if (!known) {
            chain.add(rule);
        }
    }
}
