package miroir.engine.error;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A value of a JSON request body. Reading it as the wrong type throws an {@link ApiException} with Meilisearch's text
 * (source: the deserr library, errors/json.rs) and this value's code.
 *
 * @param path where it stands, such as {@code .filter[0]}; empty for the body itself
 */
public record BodyValue(JsonNode node, String path, ErrorCode code) {
    /** The whole body, whose own faults have the given code; refuses an empty body and bad JSON syntax. */
    public static BodyValue parse(byte[] body, ErrorCode code) {
        if (body.length == 0) {
            throw new ApiException(ErrorCode.MISSING_PAYLOAD, "A json payload is missing.");
        }
        try {
            JsonNode node = Json.MAPPER.reader().with(FiniteNumbers.NODES).readTree(body);
            if (node.isMissingNode()) {
                throw malformed("EOF while parsing a value", null);
            }
            return new BodyValue(node, "", code);
        } catch (FiniteNumbers.OutOfRange e) {
            throw malformed("number out of range", FiniteNumbers.firstFault(body));
        } catch (JsonEOFException e) {
            throw malformed("EOF while parsing a value", e.getLocation());
        } catch (MismatchedInputException e) {
            throw malformed("trailing characters", e.getLocation());
        } catch (JsonProcessingException e) {
            throw malformed("expected value", e.getLocation());
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static ApiException malformed(String what, @Nullable JsonLocation at) {
        int line = at == null ? 1 : at.getLineNr();
        int column = at == null ? 0 : at.getColumnNr();
        return new ApiException(
                ErrorCode.MALFORMED_PAYLOAD,
                "The json payload provided is malformed. `" + what + " at line " + line + " column " + column + "`.");
    }

    /** The same value, its faults reported under another code. */
    public BodyValue as(ErrorCode other) {
        return new BodyValue(node, path, other);
    }

    /** Whether it is JSON's null. */
    public boolean isNull() {
        return node.isNull();
    }

    /** A string. */
    public String text() {
        if (!node.isTextual()) {
            throw wrongType("a string");
        }
        return node.textValue();
    }

    /** A string or null. */
    public @Nullable String textOrNull() {
        return isNull() ? null : text();
    }

    /** A boolean. */
    public boolean flag() {
        if (!node.isBoolean()) {
            throw wrongType("a boolean");
        }
        return node.booleanValue();
    }

    /** A non-negative integer of 64 bits; what exceeds a Java long is that long's maximum. */
    public long count() {
        return Numbers.saturated(unsigned());
    }

    /** A non-negative integer of 64 bits, to be read as unsigned. */
    public long unsigned() {
        if (!isUnsigned()) {
            throw wrongType("a positive integer");
        }
        return node.bigIntegerValue().longValue();
    }

    /** A non-negative integer not above a bound. */
    public int countUpTo(int max) {
        long count = count();
        if (count > max) {
            throw unexpected(
                    "value: `" + node + "` is too large to be deserialized, maximum value authorized is `" + max + "`");
        }
        return (int) count;
    }

    /** A number. */
    public double number() {
        if (!node.isNumber()) {
            throw wrongType("a number");
        }
        return node.doubleValue();
    }

    /** The elements of an array. */
    public List<BodyValue> items() {
        if (!node.isArray()) {
            throw wrongType("an array");
        }
        List<BodyValue> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new BodyValue(node.get(i), path + "[" + i + "]", code));
        }
        return items;
    }

    /** An array of strings. */
    public List<String> texts() {
        return items().stream().map(BodyValue::text).toList();
    }

    /** Calls back for every member of an object, in its order, until one throws. */
    public void members(BiConsumer<String, BodyValue> reader) {
        if (!node.isObject()) {
            throw wrongType("an object");
        }
        for (Map.Entry<String, JsonNode> member : node.properties()) {
            reader.accept(member.getKey(), new BodyValue(member.getValue(), path + "." + member.getKey(), code));
        }
    }

    /** Like {@link #members(BiConsumer)}, refusing names that are not accepted. */
    public void members(Collection<String> accepted, BiConsumer<String, BodyValue> reader) {
        members((name, value) -> {
            if (!accepted.contains(name)) {
                throw unknownField(name, accepted);
            }
            reader.accept(name, value);
        });
    }

    /** The string must be one of these. */
    public String oneOf(Collection<String> accepted) {
        String value = text();
        if (!accepted.contains(value)) {
            throw new ApiException(
                    code, "Unknown value `" + value + "`" + location(" at") + ": " + Wording.expected(value, accepted));
        }
        return value;
    }

    /** A member that this object must not have. */
    public ApiException unknownField(String name, Collection<String> accepted) {
        return new ApiException(
                code, "Unknown field `" + name + "`" + location(" inside") + ": " + Wording.expected(name, accepted));
    }

    /** A member that this object must have. */
    public ApiException missingField(String name) {
        return new ApiException(code, "Missing field `" + name + "`" + location(" inside"));
    }

    /** The right type with a wrong content. */
    public ApiException unexpected(String why) {
        return new ApiException(code, "Invalid value" + location(" at") + ": " + why);
    }

    /** The wrong type. */
    public ApiException wrongType(String expected) {
        return new ApiException(
                code, "Invalid value type" + location(" at") + ": expected " + expected + ", but found " + found());
    }

    private String location(String article) {
        return path.isEmpty() ? "" : article + " `" + path + "`";
    }

    private boolean isUnsigned() {
        return node.isIntegralNumber()
                && node.bigIntegerValue().signum() >= 0
                && node.bigIntegerValue().compareTo(Numbers.U64_MAX) <= 0;
    }

    private String found() {
        return switch (node.getNodeType()) {
            case NULL -> "null";
            case BOOLEAN -> "a boolean: `" + node + "`";
            case STRING -> "a string: `" + node + "`";
            case ARRAY -> "an array: `" + node + "`";
            case OBJECT -> "an object: `" + node + "`";
            default -> numberKind() + ": `" + RustNumber.normalized(node.toString()) + "`";
        };
    }

    private String numberKind() {
        if (isUnsigned()) {
            return "a positive integer";
        }
        return node.isIntegralNumber() && node.canConvertToLong() ? "a negative integer" : "a number";
    }
}
