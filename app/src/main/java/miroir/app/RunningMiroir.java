package miroir.app;

import java.net.URI;

/** A Miroir that answers requests; closing it finishes those in flight, for ten seconds at most. */
public interface RunningMiroir extends AutoCloseable {
    /** Where it answers, without a path. */
    URI address();

    @Override
    void close();
}
