package miroir.core.copy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.GroupId;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

class BeliefTest {
    private static final Copy OLD = copy("old", 1, 10);
    private static final Copy NEW = copy("new", 0, 20);
    private static final Copy NEWEST = copy("newest", 2, 30);

    private static Copy copy(String node, int rank, int since) {
        Instant at = Instant.EPOCH.plusSeconds(since);
        return new Copy(7, new NodeId(node), new GroupId(0), rank, CopyState.IN_SYNC, at, "");
    }

    @Test
    void the_majority_is_believed_whoever_is_older_or_searched_first() {
        Belief belief = Belief.of(List.of(List.of(OLD), List.of(NEW, NEWEST)));
        assertThat(belief.believed()).containsExactly(NEW, NEWEST);
        assertThat(belief.differing()).containsExactly(OLD);
        assertThat(belief.why()).isEqualTo("2 of 3 copies agree");
        assertThat(belief.reason()).isEqualTo("differs from new, newest: 2 of 3 copies agree");
    }

    @Test
    void of_two_the_one_that_is_in_sync_for_longer_is_believed() {
        List<Copy> old = List.of(OLD);
        List<Copy> fresh = List.of(NEW);
        for (List<List<Copy>> alike : List.of(List.of(old, fresh), List.of(fresh, old))) {
            Belief belief = Belief.of(alike);
            assertThat(belief.believed()).containsExactly(OLD);
            assertThat(belief.differing()).containsExactly(NEW);
            assertThat(belief.why()).isEqualTo("it has been in sync longest, since 1970-01-01T00:00:10Z");
        }
    }

    @Test
    void where_all_differ_the_oldest_is_believed() {
        Belief belief = Belief.of(List.of(List.of(NEW), List.of(NEWEST), List.of(OLD)));
        assertThat(belief.believed()).containsExactly(OLD);
        assertThat(belief.differing()).containsExactly(NEW, NEWEST);
    }

    @Test
    void a_tie_of_two_pairs_goes_to_the_pair_with_the_oldest() {
        Copy other = copy("other", 3, 15);
        assertThat(Belief.of(List.of(List.of(NEW, other), List.of(NEWEST, OLD))).believed())
                .containsExactly(NEWEST, OLD);
    }

    @Test
    void of_two_of_the_same_age_the_one_that_is_searched_first_is_believed() {
        Copy twin = copy("twin", 0, 10);
        Belief belief = Belief.of(List.of(List.of(OLD), List.of(twin)));
        assertThat(belief.believed()).containsExactly(twin);
        assertThat(belief.why()).isEqualTo("it is searched first, and no other has been in sync longer");
    }

    @Test
    void copies_that_agree_leave_nothing_to_mend() {
        assertThat(Belief.of(List.of(List.of(OLD, NEW, NEWEST))).differing()).isEmpty();
    }
}
