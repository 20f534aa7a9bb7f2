package miroir.engine.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of tasks; {@code next} is the uid the following page starts at, null on the last. */
public record TaskPage(
        List<TaskPicture> tasks, long total, @Nullable Long next) {}
