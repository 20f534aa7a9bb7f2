package miroir.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class VitalsTest {
    private final AtomicLong left = new AtomicLong(1000);
    private final List<String> ended = new ArrayList<>();
    private final Vitals vitals = new Vitals(new Room(left::get, 600), ended::add);

    @Test
    void the_first_reason_ends_the_process_once() {
        assertThat(vitals.trouble()).isEmpty();
        vitals.fail("the disk broke", null);
        vitals.fail("all else follows", new IllegalStateException());
        assertThat(ended).containsExactly("the disk broke");
        assertThat(vitals.trouble()).hasValue("the disk broke");
        assertThatThrownBy(() -> vitals.requireRoom(0)).hasMessage("the disk broke; nothing was stored.");
    }

    @Test
    void the_reserve_is_for_what_was_accepted_before() {
        vitals.requireRoom(400);
        assertThatThrownBy(() -> vitals.requireRoom(401)).hasMessageContaining("Miroir's disk is full");
        left.set(599);
        assertThat(vitals.trouble()).isPresent();
        assertThatThrownBy(() -> vitals.requireRoom(0)).hasMessageContaining("nothing was stored");
        assertThat(ended).as("it passes when there is room again").isEmpty();
        left.set(600);
        assertThat(vitals.trouble()).isEmpty();
    }

    @Test
    void a_small_disk_has_a_small_reserve() {
        assertThat(Room.of(10L << 30, left::get).reserve()).isEqualTo(64 << 20);
        assertThat(Room.of(80, left::get).reserve()).isEqualTo(8);
    }
}
