package miroir.engine.payload;

import java.nio.file.Path;

/** An accepted payload: one document a line in {@code file}; {@code bytes} is the size of the file. */
public record Payload(Path file, long documents, long bytes) {}
