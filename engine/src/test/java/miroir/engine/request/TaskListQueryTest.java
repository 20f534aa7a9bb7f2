package miroir.engine.request;

import static miroir.engine.request.Refusal.assertRefused;
import static miroir.engine.request.Refusal.errorOf;
import static miroir.engine.request.Refusal.query;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import miroir.engine.store.TaskFilter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Codes and texts are those of Meilisearch's tests/tasks/errors.rs, v1.50.0. */
class TaskListQueryTest {
    @Test
    void all_parameters_are_read() {
        TaskFilter filter = TaskListQuery.list(query("limit=5&from=9&reverse=true&uids=1,2&batchUids=2,3&canceledBy=4"
                + "&types=INDEXcreation&statuses=Failed,canceled&indexUids=a,b&afterEnqueuedAt=2024-01-31"
                + "&beforeEnqueuedAt=2024-01-31&afterStartedAt=2024-01-31T10:00:00.5+01:00&beforeFinishedAt=*"));
        assertThat(filter)
                .isEqualTo(new TaskFilter(
                        5,
                        9L,
                        true,
                        List.of(2L),
                        List.of(4L),
                        List.of(TaskType.INDEX_CREATION),
                        List.of(TaskStatus.FAILED, TaskStatus.CANCELED),
                        List.of("a", "b"),
                        Instant.parse("2024-01-31T00:00:00Z"),
                        Instant.parse("2024-02-01T00:00:00Z"),
                        null,
                        Instant.parse("2024-01-31T09:00:00.5Z"),
                        null,
                        null));
    }

    @Test
    void a_star_restricts_nothing_but_counts_as_a_choice() {
        assertThat(TaskListQuery.list(query("uids=*,1&types=*"))).isEqualTo(TaskFilter.newest(20));
        assertThat(TaskListQuery.toCancel(query("statuses=*")).statuses()).isNull();
        assertThat(errorOf(() -> TaskListQuery.toDelete(Map.of())).code().wire())
                .isEqualTo("missing_task_filters");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "uids=doggo|invalid_task_uids|Invalid value in parameter `uids`: could not parse `doggo` as a positive integer",
                "uids=1,dogo|invalid_task_uids|Invalid value in parameter `uids[1]`: could not parse `dogo` as a positive integer",
                "from=4294967296|invalid_task_from|Invalid value in parameter `from`: could not parse `4294967296` as a positive integer",
                "reverse=*|invalid_task_reverse|Invalid value in parameter `reverse`: could not parse `*` as a boolean, expected either `true` or `false`",
                "statuses=doggo|invalid_task_statuses|Invalid value in parameter `statuses`: `doggo` is not a valid task status. Available statuses are `enqueued`, `processing`, `succeeded`, `failed`, `canceled`.",
                "indexUids=the good doggo|invalid_index_uid|Invalid value in parameter `indexUids`: `the good doggo` is not a valid index uid. Index uid can be an integer or a string containing only alphanumeric characters, hyphens (-) and underscores (_), and can not be more than 512 bytes.",
                "afterEnqueuedAt=doggo|invalid_task_after_enqueued_at|Invalid value in parameter `afterEnqueuedAt`: `doggo` is an invalid date-time. It should follow the YYYY-MM-DD or RFC 3339 date-time format.",
                "beforeStartedAt=2024-02-31|invalid_task_before_started_at|Invalid value in parameter `beforeStartedAt`: `2024-02-31` is an invalid date-time. It should follow the YYYY-MM-DD or RFC 3339 date-time format."
            })
    void bad_values_are_refused(String query, String code, String message) {
        assertRefused(() -> TaskListQuery.list(query(query)), code, message);
    }

    @Test
    void a_selection_has_no_limit() {
        assertRefused(
                () -> TaskListQuery.toCancel(query("limit=1")),
                "bad_request",
                "Unknown parameter `limit`: expected one of `uids`, `batchUids`, `canceledBy`, `types`, `statuses`,"
                        + " `indexUids`, `afterEnqueuedAt`, `beforeEnqueuedAt`, `afterStartedAt`, `beforeStartedAt`,"
                        + " `afterFinishedAt`, `beforeFinishedAt`");
    }
}
