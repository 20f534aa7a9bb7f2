package miroir.engine.payload;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One vector or an array of vectors, as {@code VectorOrArrayOfVectors} reads it. */
final class Embeddings {
    private Embeddings() {}

    /** The first fault of the value at {@code at}, which is not null; {@code path} opens with a back quote. */
    static @Nullable String fault(byte[] json, int at, String path) {
        if (json[at] != '[') {
            return fault(json, at, path, "null or an array");
        }
        List<Integer> elements = elements(json, at);
        if (elements.isEmpty()) {
            return null;
        }
        boolean nested = json[elements.get(0)] == '[';
        if (!nested && !isNumber(json, elements.get(0))) {
            return fault(json, elements.get(0), path + "[0]", "a number or an array");
        }
        return nested ? vectorsFault(json, elements, path) : numbersFault(json, elements, path);
    }

    private static @Nullable String vectorsFault(byte[] json, List<Integer> vectors, String path) {
        for (int i = 0; i < vectors.size(); i++) {
            String place = path + "[" + i + "]";
            int at = vectors.get(i);
            String fault = json[at] == '['
                    ? numbersFault(json, elements(json, at), place)
                    : fault(json, at, place, "an array");
            if (fault != null) {
                return fault;
            }
        }
        return null;
    }

    private static @Nullable String numbersFault(byte[] json, List<Integer> numbers, String path) {
        for (int i = 0; i < numbers.size(); i++) {
            if (!isNumber(json, numbers.get(i))) {
                return fault(json, numbers.get(i), path + "[" + i + "]", "a number");
            }
        }
        return null;
    }

    private static String fault(byte[] json, int at, String path, String expected) {
        return "Invalid value type at " + path + "`: expected " + expected + ", but found "
                + JsonValues.foundKind(json, at);
    }

    /** The length of each vector of a value without fault. */
    static int[] lengths(byte[] json, int at) {
        List<Integer> elements = elements(json, at);
        if (elements.isEmpty()) {
            return new int[0];
        }
        return json[elements.get(0)] == '['
                ? elements.stream().mapToInt(e -> elements(json, e).size()).toArray()
                : new int[] {elements.size()};
    }

    private static List<Integer> elements(byte[] json, int at) {
        List<Integer> offsets = new ArrayList<>();
        JsonText.elements(json, at, offsets::add);
        return offsets;
    }

    private static boolean isNumber(byte[] json, int at) {
        return JsonText.startsNumber(json[at]);
    }
}
