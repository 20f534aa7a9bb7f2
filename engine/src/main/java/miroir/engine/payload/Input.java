package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;

/** Bytes with one byte of look-ahead, positions counted as serde does, and a capture of what was consumed. */
final class Input {
    static final int END = -1;

    private final InputStream in;
    private final byte[] buffer = new byte[1 << 16];
    private final BodyMemory.Claim memory;
    private final GrowingBytes captured;
    private int at;
    private int limit;
    private long line = 1;
    private long column;
    private boolean capturing;

    Input(InputStream in, BodyMemory.Claim memory) {
        this.in = in;
        this.memory = memory;
        this.captured = new GrowingBytes(memory);
    }

    /** What is kept of the bytes is counted there. */
    BodyMemory.Claim memory() {
        return memory;
    }

    int peek() throws IOException {
        return at < limit || fill() ? buffer[at] & 0xff : END;
    }

    int next() throws IOException {
        if (at >= limit && !fill()) {
            return END;
        }
        byte b = buffer[at++];
        if (b == '\n') {
            line++;
            column = 0;
        } else {
            column++;
        }
        if (capturing) {
            captured.add(b);
        }
        return b & 0xff;
    }

    /** Skips JSON white space and returns the byte after it without consuming it. */
    int skipSpace() throws IOException {
        int c = peek();
        while (c == ' ' || c == '\n' || c == '\t' || c == '\r') {
            next();
            c = peek();
        }
        return c;
    }

    private boolean fill() throws IOException {
        int count = in.read(buffer, 0, buffer.length);
        at = 0;
        limit = Math.max(count, 0);
        return count > 0;
    }

    /** Starts a new capture: every byte consumed from here on is kept until {@link #stopCapture()}. */
    void capture() {
        captured.clear();
        capturing = true;
    }

    GrowingBytes stopCapture() {
        capturing = false;
        return captured;
    }

    GrowingBytes captured() {
        return captured;
    }

    /** The position of the last byte consumed: lines from 1, columns from 1 in bytes. */
    JsonSyntaxException error(String text) {
        return new JsonSyntaxException(text, line, column);
    }

    /** The same position, {@code back} bytes earlier on the same line. */
    JsonSyntaxException errorBefore(String text, int back) {
        return new JsonSyntaxException(text, line, column - back);
    }

    /** The position of the byte that {@link #peek()} returns. */
    JsonSyntaxException peekError(String text) throws IOException {
        return switch (peek()) {
            case END -> error(text);
            case '\n' -> new JsonSyntaxException(text, line + 1, 0);
            default -> new JsonSyntaxException(text, line, column + 1);
        };
    }
}
