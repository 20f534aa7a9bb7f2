package miroir.engine.store;

import java.io.EOFException;
import java.nio.file.Path;
import java.sql.SQLException;
import org.h2.api.ErrorCode;

/** Says in an operator's words why a database could not be opened. */
final class OpenFailure {
    private OpenFailure() {}

    /** The failure as the caller of {@link H2Store#open} gets it. */
    static StoreException of(Exception failure, Path directory) {
        if (failure instanceof StoreException clear) {
            return clear;
        }
        boolean open = failure instanceof SQLException sql && sql.getErrorCode() == ErrorCode.DATABASE_ALREADY_OPEN_1;
        return open
                ? StoreException.inUse(inUse(directory), failure)
                : new StoreException(message(failure, directory), failure);
    }

    private static String message(Exception failure, Path directory) {
        return switch (failure instanceof SQLException sql ? sql.getErrorCode() : 0) {
            case ErrorCode.FILE_CORRUPTED_1, ErrorCode.FILE_VERSION_ERROR_1 -> damaged(directory);
            default ->
                endsTooEarly(failure)
                        ? damaged(directory)
                        : "cannot open the state in " + directory + ": " + StoreException.root(failure);
        };
    }

    /** Another process works on that directory. */
    static String inUse(Path directory) {
        return "another Miroir is using " + directory;
    }

    /** There is a database, but not what Miroir keeps in one. */
    static String damaged(Path directory) {
        return "the state in " + directory
                + " is damaged; put a backup back with the command restore, or rebuild it from the nodes with adopt";
    }

    /** H2 has no code of its own for a file that was cut off. */
    private static boolean endsTooEarly(Throwable failure) {
        Throwable cause = failure.getCause();
        return failure instanceof EOFException || (cause != null && endsTooEarly(cause));
    }
}
