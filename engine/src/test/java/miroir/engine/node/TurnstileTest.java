package miroir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final Duration LONG = Duration.ofSeconds(9);

    private final List<String> through = new ArrayList<>();
    private final List<Runnable> patiences = new ArrayList<>();
    private final List<CompletableFuture<NodeReply>> exchanges = new ArrayList<>();
    private final Turnstile turnstile = new Turnstile(new Turnstile.Limit(2, 3), this::later);

    private Runnable later(Duration delay, Runnable task) {
        assertThat(delay).isEqualTo(LONG);
        patiences.add(task);
        return () -> patiences.remove(task);
    }

    private CompletableFuture<NodeReply> come(String name, Duration patience) {
        return turnstile.pass(patience, () -> {
            through.add(name);
            CompletableFuture<NodeReply> exchange = new CompletableFuture<>();
            exchanges.add(exchange);
            return exchange;
        });
    }

    private CompletableFuture<NodeReply> come(String name) {
        return come(name, LONG);
    }

    private void end(int exchange) {
        exchanges.get(exchange).complete(new NodeReply.NotSent("ended " + exchange));
    }

    @Test
    void so_many_go_through_at_once_and_the_others_when_their_turn_comes() {
        var first = come("a");
        List.of("b", "c", "d").forEach(this::come);
        assertThat(through).containsExactly("a", "b");
        end(0);
        assertThat(first).isCompletedWithValue(new NodeReply.NotSent("ended 0"));
        assertThat(through).containsExactly("a", "b", "c");
        end(2);
        assertThat(through).containsExactly("a", "b", "c", "d");
        assertThat(patiences).as("nobody waits").isEmpty();
        end(1);
        end(3);
        List.of("e", "f", "g").forEach(this::come);
        assertThat(through).endsWith("d", "e", "f");
    }

    @Test
    void a_full_line_takes_nobody() {
        List.of("a", "b", "c", "d", "e").forEach(this::come);
        assertThat(come("f")).isCompletedWithValueMatching(NodeReply.Busy.class::isInstance);
        end(0);
        come("g");
        end(1);
        end(2);
        end(3);
        end(4);
        assertThat(through).containsExactly("a", "b", "c", "d", "e", "g");
    }

    @Test
    void patience_ends_and_the_line_closes_up() {
        List.of("a", "b").forEach(this::come);
        var tired = come("c");
        var patient = come("d");
        patiences.get(0).run();
        assertThat(tired).isCompletedWithValueMatching(NodeReply.Busy.class::isInstance);
        assertThat(patient).isNotDone();
        end(0);
        assertThat(through).containsExactly("a", "b", "d");
    }

    @Test
    void who_has_no_patience_goes_through_at_once_or_not_at_all() {
        come("a");
        come("b", Duration.ZERO);
        assertThat(through).containsExactly("a", "b");
        assertThat(come("c", Duration.ZERO)).isCompletedWithValueMatching(NodeReply.Busy.class::isInstance);
        assertThat(patiences).isEmpty();
    }

    @Test
    void an_exchange_that_cannot_be_made_gives_its_place_back() {
        for (int i = 0; i < 3; i++) {
            var broken = turnstile.pass(LONG, () -> {
                throw new IllegalStateException("broken");
            });
            assertThat(broken).isCompletedExceptionally();
        }
        List.of("a", "b").forEach(this::come);
        assertThat(through).containsExactly("a", "b");
    }

    @Test
    void when_it_closes_nobody_is_let_through_any_more() {
        var inside = come("a");
        come("b");
        var waiting = come("c");
        turnstile.close();
        assertThat(waiting).isCompletedWithValueMatching(NodeReply.Busy.class::isInstance);
        assertThat(patiences).isEmpty();
        end(0);
        assertThat(inside).isCompleted();
        assertThat(through).containsExactly("a", "b");
    }
}
