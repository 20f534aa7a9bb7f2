package miroir.engine.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TurnstileTest {
    private static final Duration LONG = Duration.ofSeconds(9);

    private final List<String> through = new ArrayList<>();
    private final Map<String, CompletableFuture<NodeReply>> replies = new HashMap<>();
    private final List<Runnable> patiences = new ArrayList<>();
    private final List<CompletableFuture<NodeReply>> exchanges = new ArrayList<>();
    private final Turnstile turnstile = new Turnstile(new Turnstile.Limit(2, 3), this::later);

    private Runnable later(Duration delay, Runnable task) {
        assertThat(delay).isEqualTo(LONG);
        patiences.add(task);
        return () -> patiences.remove(task);
    }

    private void come(String name, Duration patience) {
        replies.put(name, turnstile.pass(patience, () -> {
            through.add(name);
            CompletableFuture<NodeReply> exchange = new CompletableFuture<>();
            exchanges.add(exchange);
            return exchange;
        }));
    }

    private void come(String... names) {
        for (String name : names) {
            come(name, LONG);
        }
    }

    private void end(int exchange) {
        exchanges.get(exchange).complete(new NodeReply.NotSent("ended " + exchange));
    }

    private void assertSentAway(String name) {
        assertThat(replies.get(name)).isCompletedWithValueMatching(NodeReply.Busy.class::isInstance);
    }

    @Test
    void so_many_go_through_at_once_and_the_others_when_their_turn_comes() {
        come("a", "b", "c", "d");
        assertThat(through).containsExactly("a", "b");
        end(0);
        assertThat(replies.get("a")).isCompletedWithValue(new NodeReply.NotSent("ended 0"));
        assertThat(through).containsExactly("a", "b", "c");
        end(2);
        assertThat(through).containsExactly("a", "b", "c", "d");
        assertThat(patiences).as("nobody waits").isEmpty();
        end(1);
        end(3);
        come("e", "f", "g");
        assertThat(through).endsWith("d", "e", "f");
    }

    @Test
    void a_full_line_takes_nobody() {
        come("a", "b", "c", "d", "e", "f");
        assertSentAway("f");
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
        come("a", "b", "c", "d");
        patiences.get(0).run();
        assertSentAway("c");
        assertThat(replies.get("d")).isNotDone();
        end(0);
        assertThat(through).containsExactly("a", "b", "d");
    }

    @Test
    void who_has_no_patience_goes_through_at_once_or_not_at_all() {
        come("a");
        come("b", Duration.ZERO);
        assertThat(through).containsExactly("a", "b");
        come("c", Duration.ZERO);
        assertSentAway("c");
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
        come("a", "b");
        assertThat(through).containsExactly("a", "b");
    }

    @Test
    void when_it_closes_nobody_is_let_through_any_more() {
        come("a", "b", "c");
        turnstile.close();
        assertSentAway("c");
        assertThat(patiences).isEmpty();
        end(0);
        assertThat(replies.get("a")).isCompleted();
        assertThat(through).containsExactly("a", "b");
    }
}
