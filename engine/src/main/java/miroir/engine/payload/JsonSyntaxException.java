package miroir.engine.payload;

/** A fault in JSON text, with serde_json's words and position. */
final class JsonSyntaxException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    JsonSyntaxException(String text, long line, long column) {
        super(text + " at line " + line + " column " + column, null, false, false);
    }
}
