package miroir.engine.payload;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Reads the documents of a JSON or NDJSON body one by one, as one node's {@code document_formats.rs} does. */
final class JsonDocuments {
    private static final String NOT_DOCUMENTS = "data are neither an object nor a list of objects";

    private final Input in;
    private final SpoolFile spool;
    private final String label;
    private final JsonScanner raw;

    JsonDocuments(Input in, SpoolFile spool, String label) {
        this.in = in;
        this.spool = spool;
        this.label = label;
        this.raw = new JsonScanner(in, false);
    }

    long readJson() throws IOException {
        try {
            return in.skipSpace() == '[' ? array() : single();
        } catch (JsonSyntaxException e) {
            throw malformed(e.getMessage());
        }
    }

    long readNdjson() throws IOException {
        try {
            long count = 0;
            for (int c = in.skipSpace(); c != Input.END; c = in.skipSpace()) {
                document(c, false);
                count++;
            }
            return count;
        } catch (JsonSyntaxException e) {
            throw malformed(e.getMessage());
        }
    }

    /** What follows the closing bracket is not looked at, by one node neither. */
    private long array() throws IOException {
        in.next();
        long count = 0;
        for (int c = in.skipSpace(); c != ']'; c = in.skipSpace()) {
            if (count > 0) {
                c = separator(c);
            }
            if (c == Input.END) {
                throw in.peekError("EOF while parsing a list");
            }
            document(c, true);
            count++;
        }
        return count;
    }

    private int separator(int c) throws IOException {
        if (c != ',') {
            throw in.peekError(c == Input.END ? "EOF while parsing a list" : "expected `,` or `]`");
        }
        in.next();
        int next = in.skipSpace();
        if (next == ']') {
            throw in.peekError("trailing comma");
        }
        if (next == Input.END) {
            throw in.peekError("EOF while parsing a value");
        }
        return next;
    }

    private long single() throws IOException {
        boolean object = in.peek() == '{';
        in.capture();
        JsonScanner strict = new JsonScanner(in, true);
        strict.value();
        GrowingBytes document = in.stopCapture();
        if (!object) {
            throw malformed(NOT_DOCUMENTS);
        }
        if (in.skipSpace() != Input.END) {
            throw in.peekError("trailing characters");
        }
        write(DuplicateKeys.removed(document, strict.keys()));
        return 1;
    }

    private void document(int first, boolean inArray) throws IOException {
        in.capture();
        raw.value();
        GrowingBytes document = in.stopCapture();
        if (!Text.isUtf8(document.bytes(), 0, document.length())) {
            throw in.error(Text.NOT_UTF8);
        }
        int[] keys = raw.keys();
        RuntimeException fault = first == '{' ? keyFault(document, keys) : malformed(NOT_DOCUMENTS);
        if (fault != null) {
            checkEnd(first, inArray);
            throw fault;
        }
        write(inArray ? DuplicateKeys.removed(document, keys) : document);
    }

    /** One node stops at a document it cannot take, and first looks whether its text could have ended there. */
    private void checkEnd(int first, boolean inArray) throws IOException {
        if (!inArray) {
            boolean delimited = "{[\"".indexOf(first) >= 0 || " \n\t\r\"[]{},:".indexOf(in.peek()) >= 0;
            if (!delimited && in.peek() != Input.END) {
                throw in.peekError("trailing characters");
            }
            return;
        }
        int c = in.skipSpace();
        boolean comma = c == ',';
        if (comma) {
            in.next();
            c = in.skipSpace();
        }
        if (c == Input.END && !comma) {
            throw in.peekError("EOF while parsing a list");
        }
        if (comma || c != ']') {
            throw in.peekError(comma && c == ']' ? "trailing comma" : "trailing characters");
        }
    }

    /** Names are decoded when a document is accepted, its values only when the task runs; positions are its own. */
    private static @Nullable JsonSyntaxException keyFault(GrowingBytes document, int[] keys) {
        byte[] json = document.bytes();
        for (int k = 0; k < keys.length; k += 2) {
            Text.Flaw flaw = Text.surrogateFlaw(json, keys[k] + 1, keys[k + 1] - 1);
            if (flaw != null) {
                return faultAt(json, flaw);
            }
        }
        return null;
    }

    private static JsonSyntaxException faultAt(byte[] json, Text.Flaw flaw) {
        long line = 1;
        int start = 0;
        for (int i = 0; i < flaw.end(); i++) {
            if (json[i] == '\n') {
                line++;
                start = i + 1;
            }
        }
        return new JsonSyntaxException(flaw.text(), line, flaw.end() - start);
    }

    private void write(GrowingBytes document) throws IOException {
        spool.document(document.bytes(), document.length());
    }

    private PayloadException malformed(@Nullable String detail) {
        return PayloadException.malformed("The `" + label
                + "` payload provided is malformed. `Couldn't serialize document value: " + detail + "`.");
    }
}
