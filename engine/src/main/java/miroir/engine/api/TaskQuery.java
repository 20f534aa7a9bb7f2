package miroir.engine.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which tasks to list; empty lists do not restrict.
 *
 * @param from uid to start at, inclusive, going down; null: the newest
 */
public record TaskQuery(
        int limit, @Nullable Long from, List<String> statuses, List<String> types, List<String> indexUids) {}
