package miroir.engine.api;

import java.io.IOException;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Miroir's own state, saved while it runs. Methods may be called on any thread but the loop. */
public interface Backups {
    /**
     * Copies the state of now; what is answered writes it out. One at a time. An act, written to the audit trail.
     *
     * @throws Refused when another is being made, or space is short, or the state cannot be copied
     */
    Download open(Operator.Actor actor) throws IOException, Refused;

    /** How the kept backups stand, from memory. */
    Standing standing();

    /** One backup on its way out. */
    interface Download extends AutoCloseable {
        /** A name for the file, after the moment of now. */
        String name();

        /** Writes all of it; the stream stays open. */
        void writeTo(OutputStream out) throws IOException;

        @Override
        void close() throws IOException;
    }

    /** No backup can be made now; the message says why. */
    final class Refused extends Exception {
        private static final long serialVersionUID = 1L;

        public Refused(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }

    /**
     * A backup that is kept.
     *
     * @param at when it was made
     */
    record Kept(String name, Instant at, long bytes) {}

    /**
     * How scheduled backups stand.
     *
     * @param folder where they are kept
     * @param everyHours how often one is made; 0: never
     * @param kept newest first
     * @param problem why the last attempt made none; null: it made one, or none was due yet
     */
    record Standing(
            String folder,
            long everyHours,
            List<Kept> kept,
            @Nullable String problem) {
        public Standing {
            kept = List.copyOf(kept);
        }
    }
}
