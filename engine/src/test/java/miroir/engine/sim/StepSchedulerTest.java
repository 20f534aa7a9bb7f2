package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class StepSchedulerTest {
    private final StepScheduler steps = new StepScheduler(new Random(1));
    private final StepScheduler.Strand loop = steps.strand();

    @Test
    void what_belongs_to_a_strand_is_touched_by_its_own_steps_and_may_be_looked_at() {
        loop.execute(loop::assertHere);
        assertThat(steps.step()).isTrue();
        steps.anyTime(() -> assertThat(steps.look(loop::isHere)).isTrue());
        assertThat(steps.step()).isTrue();
    }

    @Test
    void a_touch_from_elsewhere_ends_the_simulation_even_if_nobody_hears_of_it() {
        CompletableFuture<Void> unheard = new CompletableFuture<>();
        CompletableFuture<Void> trespass = unheard.thenRun(loop::assertHere);
        steps.anyTime(() -> unheard.complete(null));
        assertThatThrownBy(steps::step).isInstanceOf(IllegalStateException.class);
        assertThat(trespass).isCompletedExceptionally();
    }
}
