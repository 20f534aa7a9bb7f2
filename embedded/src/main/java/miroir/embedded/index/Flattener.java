package miroir.embedded.index;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Lays a document out as fields: nested objects get dotted names, arrays are spread. */
final class Flattener {

    /** What stands below one name. */
    static final class Field {
        boolean isNull;
        boolean isEmpty;
        final List<Double> numbers = new ArrayList<>();
        final List<String> strings = new ArrayList<>();
        /** The texts to be searched, in order. */
        final List<String> texts = new ArrayList<>();

        FieldValues values() {
            return new FieldValues(
                    isNull,
                    isEmpty,
                    List.copyOf(numbers),
                    List.copyOf(strings),
                    strings.stream().map(FieldValues::normalize).toList());
        }
    }

    private final Map<String, Field> fields = new LinkedHashMap<>();

    /** The fields of a document by their dotted names. */
    static Map<String, Field> flatten(Map<String, @Nullable Object> document) {
        Flattener flattener = new Flattener();
        document.forEach((name, value) -> flattener.walk(name, value, false));
        GeoPoint geo = GeoPoint.of(document.get("_geo"));
        if (geo != null) {
            flattener.number("_geo.lat", geo.lat());
            flattener.number("_geo.lng", geo.lng());
        }
        return flattener.fields;
    }

    /** Coordinates count as numbers even when they are written as texts. */
    private void number(String path, double value) {
        Field field = fields.computeIfAbsent(path, unused -> new Field());
        field.strings.clear();
        field.numbers.clear();
        field.numbers.add(value);
    }

    private void walk(String path, @Nullable Object value, boolean inArray) {
        Field field = fields.computeIfAbsent(path, unused -> new Field());
        if (value == null) {
            field.isNull |= !inArray;
        } else if (value instanceof Map<?, ?> map) {
            field.isEmpty |= map.isEmpty() && !inArray;
            map.forEach((name, inner) -> walk(path + '.' + name, inner, inArray));
        } else if (value instanceof List<?> list) {
            field.isEmpty |= list.isEmpty() && !inArray;
            list.forEach(element -> walk(path, element, true));
        } else {
            leaf(field, value, inArray);
        }
    }

    private static void leaf(Field field, Object value, boolean inArray) {
        if (value instanceof JsonNumber number) {
            double parsed = number.doubleValue();
            field.numbers.add(parsed);
            field.texts.add(number.text());
        } else if (value.equals("")) {
            field.isEmpty |= !inArray;
        } else {
            field.strings.add(value.toString());
            field.texts.add(value.toString());
        }
    }
}
