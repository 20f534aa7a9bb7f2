package miroir.engine.payload;

import java.io.IOException;
import java.nio.file.Path;

/** Puts what is too long for a task's row into a file of its own, as documents are. Blocks. */
public final class Spool {
    private Spool() {}

    /** Writes the text, which has no line breaks, and forces it to the disk. */
    public static Seal write(Path target, byte[] text) throws IOException {
        try (SpoolFile file = new SpoolFile(target, true, () -> {})) {
            file.document(text, text.length);
            file.keep();
            return file.seal();
        }
    }
}
