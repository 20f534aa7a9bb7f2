package miroir.engine.settings;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Function;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** Checks of settings that are merged member by member; a null member resets it. */
final class ObjectChecks {
    private ObjectChecks() {}

    static JsonNode typoTolerance(BodyValue value) {
        List<String> names =
                List.of("enabled", "minWordSizeForTypos", "disableOnWords", "disableOnAttributes", "disableOnNumbers");
        return members(value, names, name -> switch (name) {
            case "minWordSizeForTypos" -> ObjectChecks::minWordSize;
            case "disableOnWords" -> ValueChecks::words;
            case "disableOnAttributes" -> AttributeChecks::set;
            default -> ValueChecks::flag;
        });
    }

    private static JsonNode minWordSize(BodyValue value) {
        ObjectNode sizes = members(
                value,
                List.of("oneTypo", "twoTypos"),
                name -> size -> JsonNodeFactory.instance.numberNode(size.countUpTo(255)));
        String fault = wordSizeFault(sizes);
        if (fault != null) {
            throw value.unexpected(fault);
        }
        return sizes;
    }

    /** What is wrong with minWordSizeForTypos, or null. */
    static @Nullable String wordSizeFault(JsonNode sizes) {
        JsonNode one = sizes.path("oneTypo");
        JsonNode two = sizes.path("twoTypos");
        if (!one.isNumber() || !two.isNumber() || one.intValue() <= two.intValue()) {
            return null;
        }
        return "`minWordSizeForTypos` setting is invalid. `oneTypo` and `twoTypos` fields should be between `0` and"
                + " `255`, and `twoTypos` should be greater or equals to `oneTypo` but found `oneTypo: " + one
                + "` and twoTypos: " + two + "`.";
    }

    static JsonNode faceting(BodyValue value) {
        return members(
                value,
                List.of("maxValuesPerFacet", "sortFacetValuesBy"),
                name -> name.equals("maxValuesPerFacet") ? ValueChecks::count : ObjectChecks::facetOrders);
    }

    private static JsonNode facetOrders(BodyValue value) {
        TreeMap<String, String> sorted = new TreeMap<>(ValueChecks.BYTE_ORDER);
        value.members(
                (name, order) -> sorted.put(AttributeChecks.free(value, name), order.oneOf(List.of("alpha", "count"))));
        ObjectNode orders = JsonNodeFactory.instance.objectNode();
        sorted.forEach(orders::put);
        return orders;
    }

    static JsonNode pagination(BodyValue value) {
        return members(value, List.of("maxTotalHits"), name -> hits -> {
            if (hits.count() == 0) {
                throw hits.unexpected("a non-zero integer value lower than `18446744073709551615` was expected,"
                        + " but found a zero");
            }
            return JsonNodeFactory.instance.numberNode(hits.count());
        });
    }

    static JsonNode embedders(BodyValue value) {
        value.members((name, embedder) -> {
            if (!embedder.isNull()) {
                throw new ApiException(
                        ErrorCode.MIROIR_NOT_SUPPORTED,
                        "Miroir does not support `embedders` yet: only keyword search is available.");
            }
        });
        return JsonNodeFactory.instance.objectNode();
    }

    static JsonNode chat(BodyValue value) {
        List<String> names = List.of("description", "documentTemplate", "documentTemplateMaxBytes", "searchParameters");
        return members(value, names, name -> BodyValue::node);
    }

    private static ObjectNode members(
            BodyValue value, List<String> names, Function<String, Function<BodyValue, JsonNode>> checks) {
        ObjectNode read = JsonNodeFactory.instance.objectNode();
        value.members(
                names,
                (name, part) -> read.set(
                        name, part.isNull() ? part.node() : checks.apply(name).apply(part)));
        return read;
    }
}
