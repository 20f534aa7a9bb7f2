package miroir.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class PulseTest {
    private final Deque<CompletableFuture<Void>> asked = new ArrayDeque<>();
    private final Pulse pulse = new Pulse(
            () -> {
                asked.add(new CompletableFuture<>());
                return asked.getLast();
            },
            3);

    @Test
    void what_answers_between_the_looks_is_alive() {
        for (int i = 0; i < 10; i++) {
            assertThat(pulse.beats()).isTrue();
            asked.getLast().complete(null);
        }
        assertThat(asked).hasSize(10);
    }

    @Test
    void what_leaves_one_question_open_for_too_many_looks_is_dead() {
        assertThat(pulse.beats()).isTrue();
        assertThat(pulse.beats()).isTrue();
        assertThat(pulse.beats()).isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void one_that_fails_answers() {
        pulse.beats();
        asked.getLast().completeExceptionally(new IllegalStateException("refused"));
        assertThat(pulse.beats()).isTrue();
        assertThat(pulse.beats()).isTrue();
        asked.getLast().complete(null);
        assertThat(pulse.beats()).isTrue();
    }
}
