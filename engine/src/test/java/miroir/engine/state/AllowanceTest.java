package miroir.engine.state;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AllowanceTest {
    private final Allowance allowance = new Allowance(100, 10);

    @Test
    void what_finds_no_room_waits_in_order() {
        Allowance.Share first = allowance.take(60).join();
        CompletableFuture<Allowance.Share> second = allowance.take(60);
        CompletableFuture<Allowance.Share> third = allowance.take(20);
        assertThat(second).isNotDone();
        assertThat(third).as("does not overtake").isNotDone();
        assertThat(allowance.take(9)).as("too small to wait").isDone();
        first.close();
        first.close();
        assertThat(second).isDone();
        assertThat(third).isDone();
        assertThat(allowance.take(21)).isNotDone();
    }

    @Test
    void what_is_larger_than_all_of_it_goes_alone() {
        Allowance.Share small = allowance.take(10).join();
        CompletableFuture<Allowance.Share> large = allowance.take(1000);
        assertThat(large).isNotDone();
        small.close();
        assertThat(large).isDone();
        CompletableFuture<Allowance.Share> next = allowance.take(10);
        assertThat(next).isNotDone();
        large.join().close();
        assertThat(next).isDone();
    }

    @Test
    void a_holder_has_one_share_at_a_time_and_holds_nobody_else_up() {
        Allowance.Share first = allowance.take("slow", 20).join();
        CompletableFuture<Allowance.Share> second = allowance.take("slow", 20);
        assertThat(second).isNotDone();
        assertThat(allowance.take("other", 20)).isDone();
        first.close();
        assertThat(second).isDone();
    }

    @Test
    void nobody_waits_for_ever() {
        Random random = new Random(3);
        List<CompletableFuture<Allowance.Share>> open = new ArrayList<>();
        for (int i = 0; i < 10_000; i++) {
            open.add(allowance.take(random.nextInt(7), random.nextInt(150)));
            while (open.size() > random.nextInt(20)) {
                end(open);
            }
        }
        while (!open.isEmpty()) {
            end(open);
        }
        assertThat(allowance.take(100)).isDone();
    }

    private static void end(List<CompletableFuture<Allowance.Share>> open) {
        int next = IntStream.range(0, open.size())
                .filter(i -> open.get(i).isDone())
                .findFirst()
                .orElseThrow();
        open.remove(next).join().close();
    }
}
