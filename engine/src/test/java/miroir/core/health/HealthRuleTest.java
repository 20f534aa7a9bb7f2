package miroir.core.health;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import miroir.core.health.HealthRule.Probe;
import miroir.core.health.HealthRule.State;
import miroir.core.topology.Health;
import org.junit.jupiter.api.Test;

final class HealthRuleTest {
    private static final State UP = new State(Health.UP, 0);

    @Test
    void a_single_failure_only_raises_suspicion() {
        assertThat(after(UP, Probe.FAILED)).isEqualTo(new State(Health.SUSPECT, 1));
        assertThat(after(UP, Probe.FAILED, Probe.PROVEN)).isEqualTo(UP);
    }

    @Test
    void three_failures_in_a_row_take_a_node_down() {
        assertThat(after(UP, Probe.FAILED, Probe.FAILED).health()).isEqualTo(Health.SUSPECT);
        assertThat(after(UP, Probe.FAILED, Probe.FAILED, Probe.FAILED).health()).isEqualTo(Health.DOWN);
    }

    @Test
    void a_node_that_comes_back_without_proof_is_not_up() {
        State returning = after(UP, Probe.FAILED, Probe.FAILED, Probe.FAILED, Probe.UNPROVEN);
        assertThat(returning.health()).isEqualTo(Health.RETURNING);
        assertThat(after(returning, Probe.FAILED).health()).isEqualTo(Health.DOWN);
        assertThat(after(returning, Probe.PROVEN)).isEqualTo(UP);
    }

    @Test
    void a_node_never_seen_is_down_at_the_first_failure() {
        assertThat(after(new State(Health.UNKNOWN, 0), Probe.FAILED).health()).isEqualTo(Health.DOWN);
    }

    @Test
    void a_node_that_does_no_writes_is_read_only_until_it_does() {
        State readonly = after(UP, Probe.UNWRITABLE);
        assertThat(readonly).isEqualTo(new State(Health.READONLY, 0));
        assertThat(after(readonly, Probe.PROVEN)).isEqualTo(UP);
        assertThat(after(readonly, Probe.FAILED).health()).isEqualTo(Health.SUSPECT);
    }

    private static State after(State start, Probe... probes) {
        return List.of(probes).stream().reduce(start, HealthRule::fold, (a, b) -> b);
    }
}
