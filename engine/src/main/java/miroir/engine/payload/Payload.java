package miroir.engine.payload;

import java.nio.file.Path;

/** An accepted payload: one document a line in {@code file}, which has that seal. */
public record Payload(Path file, long documents, Seal seal) {}
