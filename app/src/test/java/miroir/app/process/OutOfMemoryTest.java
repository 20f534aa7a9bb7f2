package miroir.app.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class OutOfMemoryTest {
    @Test
    void it_is_found_however_deep_it_was_wrapped() {
        Throwable wrapped = new OutOfMemoryError("Java heap space");
        for (int i = 0; i < 5; i++) {
            wrapped = new CompletionException("wrapped", wrapped);
        }
        assertThat(OutOfMemory.isCauseOf(wrapped)).isTrue();
        assertThat(OutOfMemory.isCauseOf(new IllegalStateException(new StackOverflowError())))
                .isFalse();
    }

    @Test
    void chains_that_lead_in_circles_are_no_trap() {
        IllegalStateException one = new IllegalStateException("one");
        one.initCause(new IllegalStateException("two", one));
        assertThat(OutOfMemory.isCauseOf(one)).isFalse();
    }

    @Test
    void a_process_that_has_memory_left_is_left_alone() {
        List<String> ends = new ArrayList<>();
        MemoryWatch watch = new MemoryWatch(() -> ends.add("end"));
        for (int i = 0; i < 20; i++) {
            watch.look();
        }
        assertThat(ends).isEmpty();
    }
}
