package miroir.engine.store;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A page of tasks.
 *
 * @param total how many match, paging aside
 * @param next uid of the first task of the following page; null when this is the last
 */
public record StoredTaskPage(
        List<StoredTask> tasks, long total, @Nullable Long next) {}
