package miroir.engine.payload;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Drops overwritten top-level members: in a JSON body the last one wins, while NDJSON keeps two ids as an error. */
final class DuplicateKeys {
    private DuplicateKeys() {}

    /** The document itself unless two of its keys are equal; {@code keys} are the offsets of their quotes. */
    static GrowingBytes removed(GrowingBytes document, int[] keys) {
        Set<String> seen = new HashSet<>();
        for (int k = 0; k < keys.length; k += 2) {
            if (!seen.add(JsonText.string(document.bytes(), keys[k], keys[k + 1]))) {
                return lastOnly(document, keys);
            }
        }
        return document;
    }

    private static GrowingBytes lastOnly(GrowingBytes document, int[] keys) {
        byte[] json = document.bytes();
        Map<String, Integer> last = new LinkedHashMap<>();
        for (int k = 0; k < keys.length; k += 2) {
            last.put(JsonText.string(json, keys[k], keys[k + 1]), keys[k]);
        }
        GrowingBytes kept = new GrowingBytes();
        byte separator = '{';
        for (int from : last.values()) {
            int value = JsonText.skipSpace(json, JsonText.skipSpace(json, JsonText.skipString(json, from)) + 1);
            kept.add(separator);
            kept.add(json, from, JsonText.skipValue(json, value) - from);
            separator = ',';
        }
        kept.add((byte) '}');
        return kept;
    }
}
