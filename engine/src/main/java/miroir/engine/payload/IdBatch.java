package miroir.engine.payload;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Accepted ids of documents.
 *
 * @param few they themselves, in the order given, when they are few
 * @param many a file with a JSON array of them; null: they are few
 */
public record IdBatch(
        long count, List<String> few, @Nullable Payload many) {}
