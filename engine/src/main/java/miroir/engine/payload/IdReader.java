package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads the ids of a delete-batch body one by one, as one node does before its 202: strings as they are, other values as
 * their JSON text. Few of them are kept in memory, many in a file.
 */
public final class IdReader {
    /** Characters of ids that are kept in memory. */
    private static final int FEW = 16 << 10;

    private final Path directory;
    private final Runnable room;
    private final BodyMemory memory;

    /**
     * Spools many ids into that folder.
     *
     * @param room asked now and then while a body is read; what it throws when the disk is to take no more is thrown on
     * @param memory bounds what all bodies keep in memory, which is one id of each
     */
    public IdReader(Path directory, Runnable room, BodyMemory memory) {
        this.directory = directory;
        this.room = room;
        this.memory = memory;
    }

    /**
     * Reads the whole body.
     *
     * @param name of the file that many ids are put into, as a JSON array; nothing stays there after a failure
     * @throws PayloadException when one node would refuse the body
     * @throws SpoolException when the disk fails
     * @throws IOException when the connection does
     */
    public IdBatch read(PayloadSource source, Supplier<String> name) throws IOException {
        try (BodyMemory.Claim claim = memory.claim();
                Ids ids = new Ids(name);
                InputStream body = DecodedBody.of(source)) {
            try {
                read(new Input(body, claim), ids);
            } catch (JsonSyntaxException e) {
                throw PayloadException.malformed("The json payload provided is malformed. `" + e.getMessage() + "`.");
            } finally {
                // one node receives the whole body before it parses
                body.transferTo(OutputStream.nullOutputStream());
            }
            return ids.batch();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static void read(Input in, Ids ids) throws IOException {
        if (in.peek() == Input.END) {
            throw new PayloadException("missing_payload", "A json payload is missing.");
        }
        in.capture();
        if (in.skipSpace() != '[') {
            throw other(in);
        }
        in.next();
        JsonScanner scanner = new JsonScanner(in, true, 1);
        for (int c = in.skipSpace(); c != ']'; c = in.skipSpace()) {
            if (ids.count > 0) {
                if (c != ',') {
                    throw in.peekError(c == Input.END ? "EOF while parsing a list" : "expected `,` or `]`");
                }
                in.next();
                if (in.skipSpace() == ']') {
                    throw in.peekError("trailing comma");
                }
            } else if (c == Input.END) {
                throw in.peekError("EOF while parsing a list");
            }
            in.capture();
            scanner.value();
            ids.add(text(in.stopCapture()));
        }
        in.next();
        if (in.skipSpace() != Input.END) {
            throw in.peekError("trailing characters");
        }
    }

    private static String text(GrowingBytes value) {
        value.add((byte) ' '); // behind it lies what is left of a longer one
        byte[] json = value.bytes();
        return json[0] == '"' ? JsonText.string(json, 0, value.length() - 1) : CompactJson.text(json, 0);
    }

    /** What is wrong with a body that is no list shows only when it is known to be JSON at all. */
    private static PayloadException other(Input in) throws IOException {
        new JsonScanner(in, true).value();
        if (in.skipSpace() != Input.END) {
            throw in.peekError("trailing characters");
        }
        byte[] json = in.stopCapture().whole();
        int at = JsonText.skipSpace(json, 0);
        return new PayloadException(
                "bad_request", "Json deserialize error: " + JsonValues.invalidType(json, at, "a sequence", at));
    }

    private final class Ids implements AutoCloseable {
        private final Supplier<String> name;
        private List<String> few = new ArrayList<>();
        private long characters;
        private long count;
        private @Nullable SpoolFile file;

        Ids(Supplier<String> name) {
            this.name = name;
        }

        void add(String id) throws IOException {
            count++;
            if (file != null) {
                line(file, ",", id);
                return;
            }
            few.add(id);
            characters += id.length() + 3L;
            if (characters > FEW) {
                SpoolFile made = new SpoolFile(directory.resolve(name.get()), true, room);
                file = made;
                String before = "[";
                for (String one : few) {
                    line(made, before, one);
                    before = ",";
                }
                few = List.of();
            }
        }

        private static void line(SpoolFile file, String before, String id) throws IOException {
            byte[] line = (before + CompactJson.quoted(id)).getBytes(StandardCharsets.UTF_8);
            file.document(line, line.length);
        }

        IdBatch batch() throws IOException {
            if (file == null) {
                return new IdBatch(count, few, null);
            }
            SpoolFile many = file;
            byte[] end = {']'};
            many.document(end, end.length);
            Path kept = many.keep();
            return new IdBatch(count, few, new Payload(kept, count, many.seal()));
        }

        @Override
        public void close() throws IOException {
            if (file != null) {
                file.close();
            }
        }
    }
}
