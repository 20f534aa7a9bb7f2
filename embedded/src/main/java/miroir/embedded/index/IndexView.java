package miroir.embedded.index;

import java.io.IOException;
import java.io.UncheckedIOException;

/** An index as it was at one moment. */
public final class IndexView implements AutoCloseable {

    private final Settings settings;
    private final Document[] documents;
    private final Lookup lookup;

    IndexView(Settings settings, Document[] documents, Lookup lookup) {
        this.settings = settings;
        this.documents = documents;
        this.lookup = lookup;
    }

    /** The settings in force. */
    public Settings settings() {
        return settings;
    }

    /** All documents by id; not to be changed. */
    public Document[] documents() {
        return documents;
    }

    /** The words and who holds them. */
    public Lookup lookup() {
        return lookup;
    }

    boolean acquire() {
        return lookup.reader().tryIncRef();
    }

    /** Gives the view back after use. */
    @Override
    public void close() {
        try {
            lookup.reader().decRef();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
