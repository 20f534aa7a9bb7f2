package miroir.engine.merge;

/** An answer that is not the JSON a node gives. */
public final class MalformedAnswerException extends RuntimeException {
    MalformedAnswerException(String expected, int at) {
        super("the answer of a node is not as expected: " + expected + " at byte " + at);
    }
}
