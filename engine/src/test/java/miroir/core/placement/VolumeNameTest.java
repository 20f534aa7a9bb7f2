package miroir.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.core.topology.IndexId;
import org.junit.jupiter.api.Test;

class VolumeNameTest {
    /** Volumes of clusters that run are called so. */
    @Test
    void a_name_has_a_label_the_number_of_the_index_and_the_rank() {
        assertThat(VolumeName.of(VolumeName.stem("movies", new IndexId(12)), 0)).isEqualTo("movies-12-r0");
    }

    @Test
    void what_was_made_is_read_again_whatever_the_index_is_called() {
        for (String uid : new String[] {"a", "-", "m-1-r2", "9-9-r9", "x".repeat(400)}) {
            for (long index : new long[] {0, 7, 999_999_999_999_999_999L}) {
                String name = VolumeName.of(VolumeName.stem(uid, new IndexId(index)), 15);
                assertThat(name).hasSizeLessThanOrEqualTo(400);
                assertThat(VolumeName.parse(name)).contains(new VolumeName(new IndexId(index), 15));
            }
        }
    }

    @Test
    void other_names_are_no_volumes() {
        for (String name : new String[] {
            VolumeName.IDENTITY,
            "movies",
            "movies-12",
            "movies-r0",
            "-12-r0",
            "movies-x-r0",
            "movies-12-r",
            "movies-12-r00000"
        }) {
            assertThat(VolumeName.parse(name)).as(name).isEmpty();
        }
    }

    @Test
    void names_in_a_message_are_replaced_where_they_are_quoted() {
        assertThat(VolumeName.replaceQuoted("Index `a-1-r0` and `b-22-r1`, not a-1-r0 or `c`.", "films"))
                .isEqualTo("Index `films` and `films`, not a-1-r0 or `c`.");
    }
}
