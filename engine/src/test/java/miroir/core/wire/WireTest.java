package miroir.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import miroir.core.operation.MovePhase;
import miroir.core.operation.OperationKind;
import miroir.core.operation.OperationStatus;
import miroir.core.task.PartStatus;
import miroir.core.task.TaskStatus;
import miroir.core.task.TaskType;
import org.junit.jupiter.api.Test;

/** These words lie in the databases of clusters that run, and clients know them: they never change. */
class WireTest {
    private static <E extends Enum<E> & Wire> void assertWords(Class<E> type, String... words) {
        List<E> all = List.of(type.getEnumConstants());
        assertThat(all).extracting(Wire::wire).containsExactly(words);
        assertThat(Arrays.stream(words).map(word -> Wire.of(type, word)).toList())
                .isEqualTo(all);
    }

    @Test
    void tasks_are_written_in_the_words_of_meilisearch() {
        assertWords(TaskStatus.class, "enqueued", "processing", "succeeded", "failed", "canceled");
        assertWords(PartStatus.class, "pending", "enqueued", "succeeded", "failed", "skipped");
        assertWords(
                TaskType.class,
                "documentAdditionOrUpdate",
                "documentEdition",
                "documentDeletion",
                "settingsUpdate",
                "indexCreation",
                "indexDeletion",
                "indexUpdate",
                "indexSwap",
                "taskCancelation",
                "taskDeletion",
                "dumpCreation",
                "snapshotCreation",
                "export",
                "upgradeDatabase",
                "indexCompaction",
                "networkTopologyChange",
                "dsrUpdate",
                "dsrClear");
    }

    @Test
    void operations_keep_their_words() {
        assertWords(OperationKind.class, "topology", "resync", "rereplicate", "verify", "repair", "accept");
        assertWords(OperationStatus.class, "running", "paused", "succeeded", "failed", "canceled");
        assertWords(
                MovePhase.class,
                "planned",
                "prepared",
                "copying",
                "delta",
                "hold",
                "verify",
                "committed",
                "cleaning",
                "done",
                "failed",
                "canceled");
    }

    @Test
    void a_word_that_no_constant_has_is_not_guessed() {
        assertThat(Wire.find(TaskStatus.class, "Succeeded")).isEmpty();
        assertThatThrownBy(() -> Wire.of(TaskStatus.class, "over")).hasMessageContaining("`over`");
    }

    @Test
    void a_word_of_a_node_that_is_not_known_is_no_end() {
        assertThat(TaskStatus.ofNode("canceled")).isEqualTo(TaskStatus.CANCELED);
        assertThat(TaskStatus.ofNode("resting").isFinal()).isFalse();
    }
}
