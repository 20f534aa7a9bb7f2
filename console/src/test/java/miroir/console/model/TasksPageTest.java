package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import miroir.console.Pictures;
import miroir.console.Samples;
import miroir.core.task.TaskStatus;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskPicture;
import miroir.engine.api.TaskQuery;
import org.junit.jupiter.api.Test;

class TasksPageTest {
    private static TaskPicture first(TaskStatus status) {
        return Samples.tasks().stream()
                .filter(t -> t.status() == status)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void a_filter_stays_in_the_links_and_in_its_export() {
        TasksQuery query = TasksQuery.of("failed", "", "movies", 77L);
        TasksPage page = TasksPage.of(Pictures.degraded(), query, new TaskPage(List.of(), 120, 27L), Pictures.NOW);
        assertThat(page.older()).isEqualTo("/console/tasks?status=failed&index=movies&from=27");
        assertThat(page.newest()).isEqualTo("/console/tasks?status=failed&index=movies");
        assertThat(query.csv()).isEqualTo("/console/export/tasks.csv?status=failed&index=movies");
        assertThat(page.indexes()).filteredOn(TasksPage.Option::selected).hasSize(1);
    }

    @Test
    void an_index_that_is_gone_can_still_be_filtered_for() {
        TasksQuery query = TasksQuery.of("", "", "gone", null);
        TasksPage page = TasksPage.of(Pictures.degraded(), query, new TaskPage(List.of(), 0, null), Pictures.NOW);
        assertThat(page.indexes()).extracting(TasksPage.Option::value).contains("gone");
        assertThat(page.older()).isEmpty();
    }

    @Test
    void words_that_mean_nothing_do_not_restrict() {
        TasksQuery query = TasksQuery.of("over", "documents", "", null);
        assertThat(query.filtered()).isFalse();
        assertThat(query.engine(5, null)).isEqualTo(new TaskQuery(5, null, List.of(), List.of(), List.of()));
    }

    @Test
    void a_failed_task_says_why_in_one_line() {
        TaskRow row = TaskRow.of(first(TaskStatus.FAILED), Pictures.NOW);
        assertThat(row.problem()).isEqualTo("Document identifier `\"a b\"` is invalid.");
        assertThat(row.status().tone()).isEqualTo(Tone.BAD);
    }

    @Test
    void a_waiting_task_has_no_duration_and_a_running_one_counts_on() {
        assertThat(TaskRow.of(first(TaskStatus.ENQUEUED), Pictures.NOW).took()).isEqualTo("–");
        TaskDetail running = TaskDetail.of(first(TaskStatus.PROCESSING), Pictures.NOW);
        assertThat(running.finished()).isFalse();
        assertThat(running.task().took()).isNotEqualTo("–");
        assertThat(running.ended().text()).isEqualTo("not yet");
    }
}
