package miroir.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.core.topology.IndexId;
import org.junit.jupiter.api.Test;

class VolumeNameTest {
    private static final String CLUSTER = "0123456789abcdef";

    /** Volumes of clusters that run are called so. */
    @Test
    void a_name_has_a_label_the_number_of_the_index_the_rank_and_a_number_of_its_own() {
        String stem = VolumeName.stem("movies", new IndexId(12));
        assertThat(VolumeName.shared(stem, 0)).isEqualTo("movies-12-r0");
        assertThat(VolumeName.numbered(stem, 0, CLUSTER, 57)).isEqualTo("movies-12-r0-abcdef-57");
        assertThat(VolumeName.numbered(stem, 0, "1f", 57)).isEqualTo("movies-12-r0-00001f-57");
    }

    @Test
    void what_was_made_is_read_again_whatever_the_index_is_called() {
        for (String uid : new String[] {"a", "-", "m-1-r2", "9-9-r9", "m-1-r2-abcdef-5", "x".repeat(400)}) {
            for (long index : new long[] {0, 7, 999_999_999_999_999_999L}) {
                String stem = VolumeName.stem(uid, new IndexId(index));
                String name = VolumeName.numbered(stem, 15, CLUSTER, 999_999_999_999_999_999L);
                assertThat(name).hasSizeLessThanOrEqualTo(400);
                assertThat(VolumeName.parse(name))
                        .contains(new VolumeName(new IndexId(index), 15, "abcdef", 999_999_999_999_999_999L));
                assertThat(VolumeName.parse(VolumeName.shared(stem, 15)))
                        .contains(new VolumeName(new IndexId(index), 15, "", -1));
            }
        }
    }

    @Test
    void only_names_of_the_cluster_or_of_no_cluster_are_of_it() {
        VolumeName numbered = new VolumeName(new IndexId(1), 0, "abcdef", 5);
        assertThat(numbered.isOf(CLUSTER)).isTrue();
        assertThat(numbered.isOf("0123456789abcdee")).isFalse();
        assertThat(new VolumeName(new IndexId(1), 0, "", -1).isOf(CLUSTER)).isTrue();
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
            "movies-12-r00000",
            "movies-12-r0-abcdef",
            "movies-12-r0-abcde-5",
            "movies-12-r0-abcdeg-5"
        }) {
            assertThat(VolumeName.parse(name)).as(name).isEmpty();
        }
    }

    @Test
    void names_in_a_message_are_replaced_where_they_are_quoted() {
        assertThat(VolumeName.replaceQuoted("Index `a-1-r0-abcdef-5` and `b-22-r1`, not a-1-r0 or `c`.", "films"))
                .isEqualTo("Index `films` and `films`, not a-1-r0 or `c`.");
    }
}
