package miroir.embedded.search;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.index.Word;
import miroir.embedded.index.Words;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Highlights and crops the texts of a hit, and says where the query matched. */
final class Formatter {

    private final SearchRequest.Format format;
    private final Marks marks;

    Formatter(SearchRequest.Format format, List<Term> terms) {
        this.format = format;
        this.marks = new Marks(terms);
    }

    /** The name in an entry of the crop list, which may carry a length. */
    static String cropName(String entry) {
        int colon = entry.lastIndexOf(':');
        return colon > 0 && entry.substring(colon + 1).matches("[0-9]+") ? entry.substring(0, colon) : entry;
    }

    Map<String, @Nullable Object> formatted(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> formatted = new LinkedHashMap<>();
        document.forEach((name, value) -> formatted.put(name, formatted(name, value)));
        return formatted;
    }

    private @Nullable Object formatted(String path, @Nullable Object value) {
        if (value instanceof Map<?, ?>) {
            Map<String, @Nullable Object> inner = new LinkedHashMap<>();
            Json.asObject(value).forEach((name, element) -> inner.put(name, formatted(path + '.' + name, element)));
            return inner;
        }
        if (value instanceof List<?> list) {
            List<@Nullable Object> inner = new ArrayList<>();
            list.forEach(element -> inner.add(formatted(path, element)));
            return inner;
        }
        if (value instanceof JsonNumber number) {
            return text(path, number.text());
        }
        return value instanceof String text ? text(path, text) : value;
    }

    private String text(String path, String text) {
        boolean highlight = covered(format.highlight(), path);
        int crop = cropLength(path);
        if (!highlight && crop == 0) {
            return text;
        }
        List<Word> words = Words.of(text);
        List<Marks.Mark> found = marks.of(text, words);
        Crop cut = crop == 0 ? new Crop(0, text.length()) : Crop.around(text, words, found, crop);
        StringBuilder out = new StringBuilder(cut.start() > 0 ? format.cropMarker() : "");
        int at = cut.start();
        for (Marks.Mark mark : found) {
            if (highlight && mark.start() >= at && mark.end() <= cut.end()) {
                out.append(text, at, mark.start()).append(format.preTag());
                out.append(text, mark.start(), mark.end()).append(format.postTag());
                at = mark.end();
            }
        }
        out.append(text, at, cut.end());
        return out.append(cut.end() < text.length() ? format.cropMarker() : "").toString();
    }

    private static boolean covered(List<String> names, String path) {
        return names.stream().anyMatch(name -> name.equals("*") || FieldPattern.covers(name, path));
    }

    private int cropLength(String path) {
        for (String entry : format.crop()) {
            String name = cropName(entry);
            if (covered(List.of(name), path)) {
                return name.length() == entry.length()
                        ? format.cropLength()
                        : Integer.parseInt(entry.substring(name.length() + 1));
            }
        }
        return 0;
    }

    /** The bytes of all matches by field. */
    Map<String, @Nullable Object> positions(Map<String, @Nullable Object> document) {
        Map<String, @Nullable Object> positions = new java.util.TreeMap<>();
        document.forEach((name, value) -> positions(name, value, List.of(), positions));
        return positions;
    }

    private void positions(
            String path, @Nullable Object value, List<Integer> indices, Map<String, @Nullable Object> out) {
        if (value instanceof Map<?, ?>) {
            Json.asObject(value).forEach((name, element) -> positions(path + '.' + name, element, indices, out));
        } else if (value instanceof List<?> list) {
            for (int i = 0; i < list.size(); i++) {
                List<Integer> inner = new ArrayList<>(indices);
                inner.add(i);
                positions(path, list.get(i), inner, out);
            }
        } else if (value instanceof String || value instanceof JsonNumber) {
            String text = value instanceof JsonNumber number ? number.text() : value.toString();
            List<Object> all = new ArrayList<>();
            for (Marks.Mark mark : marks.of(text, Words.of(text))) {
                Map<String, @Nullable Object> match = Json.object(
                        "start", bytes(text.substring(0, mark.start())),
                        "length", bytes(text.substring(mark.start(), mark.end())));
                if (!indices.isEmpty()) {
                    match.put("indices", indices);
                }
                all.add(match);
            }
            if (!all.isEmpty()) {
                out.merge(path, all, (old, more) -> {
                    List<@Nullable Object> joined = new ArrayList<>((List<?>) old);
                    joined.addAll((List<?>) more);
                    return joined;
                });
            }
        }
    }

    private static int bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8).length;
    }
}
