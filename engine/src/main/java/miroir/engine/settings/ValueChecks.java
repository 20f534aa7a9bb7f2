package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.LongNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import java.util.TreeSet;
import miroir.core.placement.ShardMarker;
import miroir.engine.error.BodyValue;

/** Checks of settings that name no attribute; each returns the value as it is stored. */
final class ValueChecks {
    /** The order of Meilisearch's sorted sets and maps. */
    static final Comparator<String> BYTE_ORDER =
            (a, b) -> Arrays.compareUnsigned(a.getBytes(StandardCharsets.UTF_8), b.getBytes(StandardCharsets.UTF_8));

    private ValueChecks() {}

    static JsonNode words(BodyValue value) {
        return sorted(value.texts());
    }

    static JsonNode wordsWithoutDigits(BodyValue value) {
        for (BodyValue word : value.items()) {
            if (ShardMarker.hasDigit(word.text())) {
                throw word.unexpected("`" + word.text() + "` contains a character that Miroir keeps for itself"
                        + " (U+2E00, U+2E01, U+2E06, U+2E07, U+2E08, U+2E0B, U+2E0E or U+2E0F).");
            }
        }
        return words(value);
    }

    static JsonNode synonyms(BodyValue value) {
        TreeMap<String, JsonNode> sorted = new TreeMap<>(BYTE_ORDER);
        value.members((word, others) -> sorted.put(word, list(others.texts())));
        ObjectNode synonyms = JsonNodeFactory.instance.objectNode();
        sorted.forEach(synonyms::set);
        return synonyms;
    }

    static JsonNode oneOf(BodyValue value, List<String> accepted) {
        return TextNode.valueOf(value.oneOf(accepted));
    }

    static JsonNode count(BodyValue value) {
        return LongNode.valueOf(value.count());
    }

    static JsonNode flag(BodyValue value) {
        return BooleanNode.valueOf(value.flag());
    }

    static ArrayNode list(Collection<String> texts) {
        ArrayNode list = JsonNodeFactory.instance.arrayNode();
        texts.forEach(list::add);
        return list;
    }

    static ArrayNode sorted(Collection<String> texts) {
        TreeSet<String> set = new TreeSet<>(BYTE_ORDER);
        set.addAll(texts);
        return list(set);
    }
}
