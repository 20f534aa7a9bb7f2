package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;

/** Checks of settings that name attributes; each returns the value as it is stored and refuses Miroir's own names. */
final class AttributeChecks {
    private AttributeChecks() {}

    static String name(BodyValue value) {
        return free(value, value.text());
    }

    /** Refuses the value when the attribute name in it is Miroir's. */
    static String free(BodyValue value, String name) {
        if (ShardMarker.isReserved(name)) {
            throw value.unexpected("`" + name + "`: attribute names starting with `" + ShardMarker.PREFIX
                    + "` are reserved by Miroir.");
        }
        return name;
    }

    static List<String> names(BodyValue value) {
        return value.items().stream().map(AttributeChecks::name).toList();
    }

    static JsonNode one(BodyValue value) {
        return TextNode.valueOf(name(value));
    }

    static JsonNode set(BodyValue value) {
        return ValueChecks.sorted(names(value));
    }

    static JsonNode listOrAll(BodyValue value) {
        List<String> names = names(value);
        return ValueChecks.list(names.contains("*") ? List.of("*") : names);
    }

    static JsonNode rankingRules(BodyValue value) {
        for (BodyValue rule : value.items()) {
            String fault = RankingRule.fault(rule.text());
            if (fault != null) {
                throw rule.unexpected(fault);
            }
            String attribute = RankingRule.attribute(rule.text());
            free(rule, attribute == null ? "" : attribute);
        }
        List<String> rules = value.texts();
        if (rules.contains("attribute") && (rules.contains("attributeRank") || rules.contains("wordPosition"))) {
            throw new ApiException(
                    ErrorCode.INVALID_SETTINGS_RANKING_RULES,
                    "Mixed usage of the attribute, attributeRank, and wordPosition ranking rules. You must either use"
                            + " the attribute ranking rule alone or the attributeRank and wordPosition ranking rules.");
        }
        return ValueChecks.list(rules);
    }

    static JsonNode filterable(BodyValue value) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        for (BodyValue rule : value.items()) {
            rules.add(rule.node().isObject() ? patternRule(rule) : TextNode.valueOf(name(rule)));
        }
        return rules;
    }

    private static JsonNode patternRule(BodyValue value) {
        ObjectNode rule = JsonNodeFactory.instance.objectNode();
        rule.putNull("attributePatterns");
        ObjectNode features = rule.putObject("features").put("facetSearch", false);
        ObjectNode filter = features.putObject("filter").put("equality", true).put("comparison", false);
        value.members(List.of("attributePatterns", "features"), (name, part) -> {
            if (name.equals("attributePatterns")) {
                rule.set(name, ValueChecks.list(names(part)));
            } else {
                readFeatures(part, features, filter);
            }
        });
        if (rule.get("attributePatterns").isNull()) {
            throw value.missingField("attributePatterns");
        }
        return rule;
    }

    private static void readFeatures(BodyValue value, ObjectNode features, ObjectNode filter) {
        value.members(List.of("facetSearch", "filter"), (name, part) -> {
            if (name.equals("facetSearch")) {
                features.put(name, part.flag());
            } else {
                part.members(List.of("equality", "comparison"), (kind, allowed) -> filter.put(kind, allowed.flag()));
            }
        });
    }

    static JsonNode localized(BodyValue value) {
        ArrayNode rules = JsonNodeFactory.instance.arrayNode();
        for (BodyValue item : value.items()) {
            ObjectNode rule = rules.addObject();
            List<String> parts = List.of("attributePatterns", "locales");
            item.members(
                    parts,
                    (name, part) -> rule.set(
                            name,
                            ValueChecks.list(
                                    name.equals("locales")
                                            ? part.items().stream()
                                                    .map(locale -> locale.oneOf(Locales.ALL))
                                                    .toList()
                                            : names(part))));
            require(item, rule, parts);
        }
        return rules;
    }

    static JsonNode foreignKeys(BodyValue value) {
        ArrayNode keys = JsonNodeFactory.instance.arrayNode();
        for (BodyValue item : value.items()) {
            ObjectNode key = keys.addObject();
            List<String> parts = List.of("foreignIndexUid", "fieldName");
            item.members(parts, (name, part) -> key.put(name, name.equals("fieldName") ? name(part) : part.text()));
            require(item, key, parts);
        }
        return keys;
    }

    private static void require(BodyValue value, ObjectNode read, List<String> parts) {
        for (String part : parts) {
            if (!read.has(part)) {
                throw value.missingField(part);
            }
        }
    }
}
