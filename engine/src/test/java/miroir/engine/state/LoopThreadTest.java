package miroir.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ForkJoinPool;
import org.junit.jupiter.api.Test;

class LoopThreadTest {
    @Test
    void what_belongs_to_the_loop_is_touched_by_its_tasks_only() {
        try (LoopThread loop = new LoopThread("loop");
                LoopThread other = new LoopThread("other")) {
            assertThat(CompletableFuture.supplyAsync(loop::isHere, loop).join()).isTrue();
            CompletableFuture.runAsync(loop::assertHere, loop).join();

            assertThatThrownBy(loop::assertHere).isInstanceOf(IllegalStateException.class);
            assertThat(CompletableFuture.supplyAsync(loop::isHere, other).join())
                    .isFalse();
            assertThat(CompletableFuture.supplyAsync(loop::isHere, ForkJoinPool.commonPool())
                            .join())
                    .isFalse();
        }
    }
}
