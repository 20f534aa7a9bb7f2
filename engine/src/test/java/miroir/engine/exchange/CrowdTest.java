package miroir.engine.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CrowdTest {
    private final List<String> left = new ArrayList<>();

    private record Named(String name, List<String> left) implements Crowd.Member {
        @Override
        public void leave() {
            left.add(name);
        }
    }

    private Crowd.Member named(String name) {
        return new Named(name, left);
    }

    private void add(Crowd crowd, String name, long bytes) {
        crowd.add(named(name), bytes);
        crowd.makeRoom();
    }

    @Test
    void who_is_waited_for_longest_makes_room() {
        Crowd crowd = new Crowd(100_000);
        add(crowd, "a", 40_000);
        add(crowd, "b", 40_000);
        assertThat(left).isEmpty();
        add(crowd, "a", 41_000); // it drips: that makes it no newer
        add(crowd, "c", 40_000);
        assertThat(left).containsExactly("a");
        assertThat(crowd.size()).isEqualTo(2);
    }

    @Test
    void who_is_served_makes_room_too() {
        Crowd crowd = new Crowd(100_000);
        add(crowd, "a", 60_000);
        crowd.remove(named("a"));
        crowd.remove(named("a"));
        add(crowd, "b", 90_000);
        assertThat(left).isEmpty();
    }

    @Test
    void those_for_whom_nothing_is_held_are_bounded_in_number() {
        Crowd crowd = new Crowd(100_000);
        for (int i = 0; i < 1000; i++) {
            add(crowd, "client " + i, 0);
        }
        assertThat(crowd.size()).isLessThan(30);
        assertThat(left).hasSize(1000 - crowd.size()).doesNotContain("client 999");
    }

    @Test
    void who_is_waited_for_no_more_stays_and_takes_room() {
        Crowd crowd = new Crowd(100_000);
        add(crowd, "a", 40_000);
        assertThat(crowd.keep(named("a"), 40_000)).isTrue();
        assertThat(crowd.keep(named("b"), 60_000)).isFalse();
        crowd.remove(named("b"));
        add(crowd, "c", 40_000);
        assertThat(crowd.keep(named("d"), 40_000)).isTrue();
        assertThat(left).containsExactly("c");
    }

    @Test
    void the_last_one_stays_however_much_it_takes() {
        Crowd crowd = new Crowd(100_000);
        add(crowd, "a", 10);
        add(crowd, "b", 1_000_000);
        assertThat(left).containsExactly("a");
        assertThat(crowd.size()).isOne();
    }
}
