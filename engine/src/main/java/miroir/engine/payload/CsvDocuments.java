package miroir.engine.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.regex.Pattern;
import miroir.engine.error.RustNumber;

/** Turns CSV rows into JSON objects by the {@code name:type} rule of the header. */
final class CsvDocuments {
    private static final Pattern INTEGER = Pattern.compile("[+-]?\\d{1,19}");

    private final CsvRecords records;
    private final SpoolFile spool;

    private enum Type {
        STRING,
        NUMBER,
        BOOLEAN
    }

    private record Column(String name, Type type) {
        static Column of(String header) {
            String suffix = header.substring(header.lastIndexOf(':') + 1);
            String name = header.substring(0, Math.max(0, header.lastIndexOf(':')));
            return switch (header.contains(":") ? suffix : "") {
                case "string" -> new Column(name, Type.STRING);
                case "number" -> new Column(name, Type.NUMBER);
                case "boolean" -> new Column(name, Type.BOOLEAN);
                default -> new Column(header, Type.STRING);
            };
        }
    }

    CsvDocuments(Input in, byte delimiter, SpoolFile spool) throws IOException {
        this.records = new CsvRecords(in, delimiter);
        this.spool = spool;
    }

    long read() throws IOException {
        List<Column> columns = new ArrayList<>();
        for (String header : records.next()) {
            columns.add(Column.of(header));
        }
        Map<String, String> document = new LinkedHashMap<>();
        long rows = 0;
        for (List<String> row = records.next(); !row.isEmpty(); row = records.next()) {
            rows++;
            for (int i = 0; i < columns.size(); i++) {
                document.put(columns.get(i).name(), cell(columns.get(i).type(), row.get(i), rows));
            }
            byte[] json = CompactJson.object(document).getBytes(StandardCharsets.UTF_8);
            spool.document(json, json.length);
        }
        return rows;
    }

    private static String cell(Type type, String text, long row) {
        if (type == Type.STRING) {
            return text.isEmpty() ? "null" : CompactJson.quoted(text);
        }
        String trimmed = trimmed(text);
        if (trimmed.isEmpty()) {
            return "null";
        }
        return type == Type.NUMBER ? number(trimmed, text, row) : bool(trimmed, text, row);
    }

    private static String number(String trimmed, String text, long row) {
        if (INTEGER.matcher(trimmed).matches()) {
            try {
                return Long.toString(Long.parseLong(trimmed));
            } catch (NumberFormatException e) {
                // Beyond 64 bits: one node reads it as a double too.
                return RustNumber.text(Double.parseDouble(trimmed));
            }
        }
        OptionalDouble value = RustNumber.parse(trimmed);
        if (value.isEmpty()) {
            throw CsvRecords.malformed(
                    "Error parsing number " + debug(text) + " at line " + row + ": invalid float literal");
        }
        return Double.isInfinite(value.getAsDouble()) ? "null" : RustNumber.text(value.getAsDouble());
    }

    private static String bool(String trimmed, String text, long row) {
        if (!trimmed.equals("true") && !trimmed.equals("false")) {
            throw CsvRecords.malformed("Error parsing boolean " + debug(text) + " at line " + row
                    + ": provided string was not `true` or `false`");
        }
        return trimmed;
    }

    private static String debug(String text) {
        StringBuilder out = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"', '\\' -> out.append('\\').appendCodePoint(c);
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case 0 -> out.append("\\0");
                default -> {
                    if (Character.isISOControl(c)) {
                        out.append("\\u{").append(Integer.toHexString(c)).append('}');
                    } else {
                        out.appendCodePoint(c);
                    }
                }
            }
        });
        return out.append('"').toString();
    }

    private static String trimmed(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isSpace(text.charAt(from))) {
            from++;
        }
        while (to > from && isSpace(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    /** Unicode's White_Space, which Rust trims; Java's own notions differ. */
    private static boolean isSpace(char c) {
        return Character.isSpaceChar(c) || (c >= '\t' && c <= '\r') || c == 0x85;
    }
}
