package miroir.engine.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a node's task list.
 *
 * @param total how many tasks match, paging aside
 * @param next where the following page begins; null: this is the last
 */
public record NodeTaskPage(
        List<NodeTask> tasks, long total, @Nullable Long next) {

    /** The task of that number, if it is on the page. */
    public Optional<NodeTask> task(long uid) {
        return tasks.stream().filter(task -> task.uid() == uid).findFirst();
    }

    /** Whether the page shows just that task: only the node that gave it, in the state it had then or a later one, can. */
    public boolean shows(TaskRef ref) {
        return task(ref.uid()).filter(task -> task.ref().equals(ref)).isPresent();
    }

    static @Nullable NodeTaskPage of(JsonNode body) {
        JsonNode total = body.path("total");
        if (!body.path("results").isArray() || !total.isIntegralNumber() || !body.has("next")) {
            return null;
        }
        List<NodeTask> tasks = new ArrayList<>();
        for (JsonNode value : body.path("results")) {
            NodeTask task = NodeTask.of(value);
            if (task == null) {
                return null;
            }
            tasks.add(task);
        }
        JsonNode next = body.path("next");
        return new NodeTaskPage(
                List.copyOf(tasks), total.longValue(), next.isIntegralNumber() ? next.longValue() : null);
    }
}
