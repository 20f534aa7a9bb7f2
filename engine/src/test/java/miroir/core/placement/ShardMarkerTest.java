package miroir.core.placement;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import miroir.core.Seeds;
import org.junit.jupiter.api.Test;

class ShardMarkerTest {

    @Test
    void markers_are_base_8_with_two_digits_or_more() {
        assertThat(ShardMarker.of(0)).isEqualTo("\u2E00\u2E00");
        assertThat(ShardMarker.of(7)).isEqualTo("\u2E00\u2E0F");
        assertThat(ShardMarker.of(8)).isEqualTo("\u2E01\u2E00");
        assertThat(ShardMarker.of(63)).isEqualTo("\u2E0F\u2E0F");
        assertThat(ShardMarker.of(64)).isEqualTo("\u2E01\u2E00\u2E00");
        assertThat(ShardMarker.of(0123456)).isEqualTo("\u2E01\u2E06\u2E07\u2E08\u2E0B\u2E0E");
    }

    @Test
    void a_marker_reads_back_as_its_shard() {
        Seeds.each(random -> {
            int shard = random.nextInt(1 << (1 + random.nextInt(30)));
            byte[] utf8 = ShardMarker.utf8(shard);
            assertThat(utf8).isEqualTo(ShardMarker.of(shard).getBytes(UTF_8));
            assertThat(ShardMarker.shard(ShardMarker.of(shard))).isEqualTo(shard);
            byte[] inside = ("\"" + ShardMarker.of(shard) + "\"").getBytes(UTF_8);
            assertThat(ShardMarker.shard(inside, 1, utf8.length)).isEqualTo(shard);
        });
        assertThat(ShardMarker.shard(ShardMarker.of(Integer.MAX_VALUE))).isEqualTo(Integer.MAX_VALUE);
    }

    @Test
    void what_is_no_marker_has_no_shard() {
        String zero = "\u2E00";
        assertThat(List.of("", zero, "17", zero + "7", zero.repeat(3), zero.repeat(40), "\u2E0F".repeat(11)))
                .allSatisfy(text -> {
                    assertThat(ShardMarker.shard(text)).isEqualTo(-1);
                    byte[] utf8 = text.getBytes(UTF_8);
                    assertThat(ShardMarker.shard(utf8, 0, utf8.length)).isEqualTo(-1);
                });
    }

    @Test
    void predicates_are_filter_expressions() {
        assertThat(ShardMarker.in(List.of(0, 9))).isEqualTo("_miroir_shard IN [\"\u2E00\u2E00\",\"\u2E01\u2E01\"]");
        assertThat(ShardMarker.notIn(List.of(7))).isEqualTo("_miroir_shard NOT IN [\"\u2E00\u2E0F\"]");
        assertThat(ShardMarker.FIELD).startsWith(ShardMarker.PREFIX);
    }
}
