package miroir.embedded.json;

/** Bytes that already are JSON and are written as they stand. */
public record RawJson(byte[] bytes) {}
