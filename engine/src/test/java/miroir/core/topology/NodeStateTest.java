package miroir.core.topology;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table is the specification: all combinations of what is wanted and what is observed. */
class NodeStateTest {

    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            wanted   | observed  | status   | reads       | writes
            JOINING  | UNKNOWN   | JOINING  | NO          | false
            JOINING  | UP        | JOINING  | NO          | false
            JOINING  | SUSPECT   | JOINING  | NO          | false
            JOINING  | DOWN      | FAILED   | NO          | false
            JOINING  | READONLY  | JOINING  | NO          | false
            JOINING  | RETURNING | JOINING  | NO          | false
            ACTIVE   | UNKNOWN   | ACTIVE   | NO          | false
            ACTIVE   | UP        | HEALTHY  | PREFERRED   | true
            ACTIVE   | SUSPECT   | DEGRADED | LAST_RESORT | true
            ACTIVE   | DOWN      | FAILED   | NO          | false
            ACTIVE   | READONLY  | DEGRADED | PREFERRED   | false
            ACTIVE   | RETURNING | DEGRADED | NO          | false
            DRAINING | UNKNOWN   | DRAINING | NO          | false
            DRAINING | UP        | DRAINING | PREFERRED   | true
            DRAINING | SUSPECT   | DRAINING | LAST_RESORT | true
            DRAINING | DOWN      | FAILED   | NO          | false
            DRAINING | READONLY  | DRAINING | PREFERRED   | false
            DRAINING | RETURNING | DRAINING | NO          | false
            REMOVED  | UNKNOWN   | REMOVED  | NO          | false
            REMOVED  | UP        | REMOVED  | NO          | false
            REMOVED  | SUSPECT   | REMOVED  | NO          | false
            REMOVED  | DOWN      | REMOVED  | NO          | false
            REMOVED  | READONLY  | REMOVED  | NO          | false
            REMOVED  | RETURNING | REMOVED  | NO          | false
            """)
    void what_a_node_may_do_follows_from_what_is_wanted_and_what_is_observed(
            Lifecycle wanted, Health observed, NodeStatus status, ReadPreference reads, boolean writes) {
        NodeState state = new NodeState(wanted, observed);
        assertThat(state.status()).isEqualTo(status);
        assertThat(state.preference()).isEqualTo(reads);
        assertThat(state.takesReads()).isEqualTo(reads != ReadPreference.NO);
        assertThat(state.takesWrites()).isEqualTo(writes);
        assertThat(state.reason()).startsWith("It ").endsWith(".");
    }

    @Test
    void the_reason_says_what_is_wanted_and_what_is_observed() {
        assertThat(new NodeState(Lifecycle.ACTIVE, Health.UP).reason()).isEqualTo("It answers.");
        assertThat(new NodeState(Lifecycle.DRAINING, Health.DOWN).reason())
                .isEqualTo("It gives its copies away, and does not answer.");
        assertThat(new NodeState(Lifecycle.REMOVED, Health.DOWN).reason())
                .isEqualTo("It was removed from the cluster.");
    }
}
