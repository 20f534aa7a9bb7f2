package miroir.engine.sim.light;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import miroir.embedded.filter.Filter;
import miroir.embedded.filter.FilterParser;
import miroir.embedded.index.FieldValues;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * A filter as a test of documents. Only equality is known: that is all that the simulated clients and Miroir's own shard
 * predicates use.
 *
 * @param parsed null when it selects everything
 */
record LightFilter(@Nullable Filter parsed, Predicate<LightDocument> test) {
    private static final LightFilter NONE = new LightFilter(null, document -> true);
    private static final int REMEMBERED = 5000;
    private static final Map<String, LightFilter> KNOWN = new ConcurrentHashMap<>();

    static LightFilter of(@Nullable Object json) {
        if (json == null) {
            return NONE;
        }
        String text = json instanceof String plain ? plain : Json.text(json);
        LightFilter known = KNOWN.get(text);
        if (known == null) {
            Filter parsed = FilterParser.parse(json);
            known = parsed == null ? NONE : new LightFilter(parsed, compile(parsed));
            if (KNOWN.size() < REMEMBERED) {
                KNOWN.put(text, known);
            }
        }
        return known;
    }

    private static Predicate<LightDocument> compile(Filter filter) {
        if (filter instanceof Filter.And and) {
            List<Predicate<LightDocument>> all =
                    and.parts().stream().map(LightFilter::compile).toList();
            return document -> all.stream().allMatch(part -> part.test(document));
        }
        if (filter instanceof Filter.Or or) {
            List<Predicate<LightDocument>> any =
                    or.parts().stream().map(LightFilter::compile).toList();
            return document -> any.stream().anyMatch(part -> part.test(document));
        }
        if (filter instanceof Filter.Not not) {
            return compile(not.part()).negate();
        }
        LightNode.require(
                filter instanceof Filter.Condition c && Set.of("=", "IN").contains(c.operator()), "a filter", filter);
        return equality((Filter.Condition) filter);
    }

    private static Predicate<LightDocument> equality(Filter.Condition condition) {
        Set<String> texts = new HashSet<>();
        Set<Double> numbers = new HashSet<>();
        for (Filter.Token operand : condition.values()) {
            texts.add(FieldValues.normalize(operand.text()));
            if (operand.text().matches("-?[0-9]+")) {
                numbers.add(Double.valueOf(operand.text()));
            }
        }
        String field = condition.field().text();
        return document -> {
            Object value = document.tree().get(field);
            LightNode.require(
                    value == null || value instanceof String || value instanceof JsonNumber, "a filter on", value);
            return value instanceof JsonNumber number
                    ? numbers.contains(number.doubleValue())
                    : value != null && texts.contains(FieldValues.normalize((String) value));
        };
    }
}
