package miroir.embedded.api;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import miroir.embedded.error.ApiException;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/** Reads CSV whose header cells may carry a type, as in {@code price:number}. */
final class CsvDocuments {

    private static final CsvMapper MAPPER = CsvMapper.builder()
            .enable(CsvParser.Feature.WRAP_AS_ARRAY)
            .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
            .build();

    private CsvDocuments() {}

    static void read(byte[] body, char delimiter, Consumer<Map<String, @Nullable Object>> sink) {
        CsvSchema schema = CsvSchema.emptySchema().withColumnSeparator(delimiter);
        try (MappingIterator<String[]> rows =
                MAPPER.readerFor(String[].class).with(schema).readValues(body)) {
            if (!rows.hasNext()) {
                return;
            }
            String[] header = rows.next();
            for (int line = 1; rows.hasNext(); line++) {
                sink.accept(document(header, rows.next(), line));
            }
        } catch (IOException e) {
            throw malformed(Body.reason(e));
        }
    }

    private static ApiException malformed(String reason) {
        return new ApiException("malformed_payload", "The `csv` payload provided is malformed: `" + reason + "`.");
    }

    private static Map<String, @Nullable Object> document(String[] header, String[] row, int line) {
        if (row.length != header.length) {
            throw malformed("CSV error: record " + line + " (line: " + (line + 1) + "): found record with " + row.length
                    + " fields, but the previous record has " + header.length + " fields");
        }
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        for (int i = 0; i < header.length; i++) {
            int colon = header[i].lastIndexOf(':');
            String type = colon < 0 ? "string" : header[i].substring(colon + 1);
            boolean typed = type.equals("number") || type.equals("boolean") || (colon >= 0 && type.equals("string"));
            document.put(
                    typed ? header[i].substring(0, colon) : header[i], value(typed ? type : "string", row[i], line));
        }
        return document;
    }

    private static @Nullable Object value(String type, String cell, int line) {
        String trimmed = cell.strip();
        if (type.equals("string")) {
            return cell.isEmpty() ? null : cell;
        }
        if (trimmed.isEmpty()) {
            return null;
        }
        return type.equals("number") ? number(trimmed, line) : bool(trimmed, line);
    }

    private static JsonNumber number(String cell, int line) {
        if (cell.matches("0|-?[1-9][0-9]{0,17}")) {
            return new JsonNumber(cell);
        }
        try {
            return new JsonNumber(JsonNumber.ofDouble(Double.parseDouble(cell)));
        } catch (NumberFormatException e) {
            throw malformed("Error parsing number \"" + cell + "\" at line " + line + ": invalid float literal");
        }
    }

    private static Boolean bool(String cell, int line) {
        if (cell.equals("true") || cell.equals("false")) {
            return cell.equals("true");
        }
        throw malformed("Error parsing boolean \"" + cell + "\" at line " + line
                + ": provided string was not `true` or `false`");
    }
}
