package miroir.engine.payload;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Records of a CSV body with the rules and error texts of Rust's csv crate: any line end, doubled quotes. */
final class CsvRecords {
    /** Fields are counted by so many at a time, each with what it takes as a text of its own. */
    private static final int FIELDS = 1024;

    private static final int FIELD_BYTES = 100;

    private final Input in;
    private final byte delimiter;
    private final GrowingBytes record;
    private final List<Integer> ends = new ArrayList<>();
    private long number = -1;
    private long line = 1;
    private long offset;
    private int width = -1;
    private int counted = FIELDS;

    CsvRecords(Input in, byte delimiter) throws IOException {
        this.in = in;
        this.delimiter = delimiter;
        this.record = new GrowingBytes(in.memory());
        if (in.peek() == 0xEF) {
            skipByteOrderMark();
        }
    }

    private void skipByteOrderMark() throws IOException {
        for (int expected : new int[] {0xEF, 0xBB, 0xBF}) {
            if (in.peek() != expected) {
                // A body that starts with other bytes of that kind is no UTF-8 text in any case.
                record.add((byte) 0xFF);
                return;
            }
            in.next();
        }
    }

    /** The fields of the next record, empty at the end; the first record sets the number of fields. */
    List<String> next() throws IOException {
        long startLine = line;
        long startOffset = offset;
        ends.clear();
        while (in.peek() == '\n' || in.peek() == '\r') {
            consume();
        }
        if (in.peek() == Input.END) {
            return List.of();
        }
        readRecord();
        number++;
        checkWidth(startLine, startOffset);
        List<String> fields = decode(startLine, startOffset);
        record.clear();
        return fields;
    }

    private int consume() throws IOException {
        int c = in.next();
        offset++;
        line += c == '\n' ? 1 : 0;
        return c;
    }

    private void readRecord() throws IOException {
        boolean more = true;
        while (more) {
            if (in.peek() == '"') {
                consume();
                quoted();
            }
            int c = in.peek();
            while (c != Input.END && c != '\n' && c != '\r' && (byte) c != delimiter) {
                record.add((byte) consume());
                c = in.peek();
            }
            ends.add(record.length());
            if (ends.size() > counted) {
                in.memory().more((long) FIELD_BYTES * FIELDS);
                counted += FIELDS;
            }
            more = c != Input.END && (byte) consume() == delimiter;
        }
    }

    /** A quoted part ends at a quote that is not doubled, or with the body. */
    private void quoted() throws IOException {
        while (in.peek() != Input.END) {
            int c = consume();
            if (c == '"') {
                if (in.peek() != '"') {
                    return;
                }
                consume();
            }
            record.add((byte) c);
        }
    }

    private void checkWidth(long startLine, long startOffset) {
        if (width >= 0 && width != ends.size()) {
            throw malformed("CSV error: record " + number + " (line: " + startLine + ", byte: " + startOffset
                    + "): found record with " + ends.size() + " fields, but the previous record has " + width
                    + " fields");
        }
        width = ends.size();
    }

    private List<String> decode(long startLine, long startOffset) {
        List<String> fields = new ArrayList<>(ends.size());
        int from = 0;
        for (int to : ends) {
            int valid = Text.utf8UpTo(record.bytes(), from, to);
            if (valid < to) {
                int field = fields.size();
                throw malformed("CSV parse error: record " + number + " (line " + startLine + ", field: " + field
                        + ", byte: " + startOffset + "): invalid utf-8: invalid UTF-8 in field " + field
                        + " near byte index " + (valid - from));
            }
            fields.add(new String(record.bytes(), from, to - from, StandardCharsets.UTF_8));
            from = to;
        }
        return fields;
    }

    static PayloadException malformed(String detail) {
        return PayloadException.malformed("The `csv` payload provided is malformed: `" + detail + "`.");
    }
}
