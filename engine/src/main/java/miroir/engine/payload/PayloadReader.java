package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/** Checks a body as one node does before its 202 and spools it as NDJSON that holds the client's bytes. */
public final class PayloadReader {
    private final Path directory;
    private final boolean sync;
    private final Runnable room;
    private final BodyMemory memory;

    /** Spools into {@code directory}; {@code sync} makes file and name durable before {@link #read} returns. */
    public PayloadReader(Path directory, boolean sync) {
        this(directory, sync, () -> {}, BodyMemory.UNBOUNDED);
    }

    /**
     * The same, bounded.
     *
     * @param room asked now and then while a body is read; what it throws when the disk is to take no more is thrown on
     * @param memory bounds what all bodies keep in memory, which is one document of each
     */
    public PayloadReader(Path directory, boolean sync, Runnable room, BodyMemory memory) {
        this.directory = directory;
        this.sync = sync;
        this.room = room;
        this.memory = memory;
    }

    /**
     * Reads the whole body into the file {@code name} of the spool directory; nothing stays there after a failure.
     *
     * @throws PayloadException when one node would refuse the body
     * @throws SpoolException when the disk fails
     * @throws IOException when the connection does
     */
    public Payload read(PayloadSource source, String name) throws IOException {
        PayloadFormat format = PayloadFormat.of(source.contentType(), source.csvDelimiter());
        try (SpoolFile spool = new SpoolFile(directory.resolve(name), sync, room);
                BodyMemory.Claim claim = memory.claim();
                InputStream body = DecodedBody.of(source)) {
            long documents = readDocuments(new Input(body, claim), body, format, spool);
            Path kept = spool.keep();
            return new Payload(kept, documents, spool.seal());
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static long readDocuments(Input input, InputStream body, PayloadFormat format, SpoolFile spool)
            throws IOException {
        if (input.peek() == Input.END) {
            throw new PayloadException("missing_payload", "A " + format.kind().label() + " payload is missing.");
        }
        try {
            return switch (format.kind()) {
                case JSON -> new JsonDocuments(input, spool, "json").readJson();
                case NDJSON -> new JsonDocuments(input, spool, "ndjson").readNdjson();
                case CSV -> new CsvDocuments(input, format.delimiter(), spool).read();
            };
        } finally {
            // One node receives the whole body before it parses: the limit and a broken encoding are reported first.
            body.transferTo(OutputStream.nullOutputStream());
        }
    }
}
