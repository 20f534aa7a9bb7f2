package miroir.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DocumentsMergeTest {
    private final List<VolumeAnswer> answers = new ArrayList<>();

    @Test
    void unsorted_documents_interleave_by_id_and_each_volume_keeps_its_order() {
        answer(9, "{\"id\":1}", "{\"id\":30,\"_miroir_shard\":\"s\"}", "{\"id\":4}");
        answer(3, "{\"id\":2,\"_federation\":1}", "{\"id\":\"a\"}", "{\"id\":3}");
        assertThat(merge(false, 0, 6))
                .isEqualTo(
                        "{\"results\":[{\"id\":1},{\"id\":2,\"_federation\":1},{\"id\":30},{\"id\":4},{\"id\":\"a\"},"
                                + "{\"id\":3}],\"offset\":0,\"limit\":6,\"total\":12}");
        assertThat(merge(false, 1, 2))
                .startsWith("{\"results\":[{\"id\":2,\"_federation\":1},{\"id\":30}],\"offset\":1,");
    }

    @Test
    void sorted_documents_merge_by_their_sort_tuple_in_its_direction() {
        answer(
                4,
                sorted(1, true, "-0.5", 300.4),
                sorted(2, true, "42", 100.2),
                sorted(3, true, "\"b\"", null),
                sorted(8, true, "null", 5.0));
        answer(
                4,
                sorted(4, true, "7.25", 1.0),
                sorted(5, true, "42.0", 99.7),
                sorted(6, true, "42.0", 101.0),
                sorted(7, true, "\"a\"", 1.0));
        assertThat(ids(merge(true, 0, 8))).containsExactly(1, 4, 2, 5, 6, 7, 3, 8);
    }

    @Test
    void descending_sorts_put_the_far_and_the_large_first() {
        answer(2, sorted(1, false, "9", 1.0), sorted(2, false, "1", 500.0));
        answer(2, sorted(3, false, "9", 30.0), sorted(4, false, "1", null));
        assertThat(ids(merge(true, 0, 8))).containsExactly(3, 1, 2, 4);
    }

    @Test
    void the_tuple_and_added_attributes_are_cut() {
        answer(
                1,
                "{\"x\":1,\"id\":1,\"_federation\":{\"indexUid\":\"i\",\"weightedScoreValues\":[{\"weightedScore\":0.5}]}}");
        assertThat(merge(true, 0, 8)).startsWith("{\"results\":[{\"id\":1}],");
    }

    @Test
    void documents_of_shards_not_asked_are_dropped_and_counted() {
        answer(2, "{\"id\":1,\"_miroir_shard\":\"wrong\"}", "{\"id\":2}");
        DocumentsMergeRequest request = new DocumentsMergeRequest(0, 9, "id", Set.of(), false);
        DocumentsMerged merged = DocumentsMerge.merge(request, pages(request));
        assertThat(merged.dropped()).isEqualTo(1);
        assertThat(ids(new String(merged.body(), StandardCharsets.UTF_8))).containsExactly(2);
    }

    private void answer(int total, String... documents) {
        String json =
                "{\"results\":[" + String.join(",", documents) + "],\"offset\":0,\"limit\":20,\"total\":" + total + "}";
        answers.add(new VolumeAnswer(json.getBytes(StandardCharsets.UTF_8), marker -> !marker.equals("wrong")));
    }

    private static String sorted(int id, boolean asc, String value, @Nullable Double metres) {
        return ("{\"id\":%d,\"_federation\":{\"weightedScoreValues\":[{\"sort\":{\"asc\":%b,\"value\":%s}},"
                        + "{\"geoSort\":{\"asc\":%b,\"distance\":%s}}]}}")
                .formatted(id, asc, value, asc, metres);
    }

    private String merge(boolean sorted, int offset, int limit) {
        DocumentsMergeRequest request = new DocumentsMergeRequest(offset, limit, "id", Set.of("x"), sorted);
        return new String(DocumentsMerge.merge(request, pages(request)).body(), StandardCharsets.UTF_8);
    }

    private List<HitPage> pages(DocumentsMergeRequest request) {
        return answers.stream().map(DocumentsMerge.reader(request)).toList();
    }

    private static List<Integer> ids(String body) {
        return Pattern.compile("\"id\":(\\d+)")
                .matcher(body)
                .results()
                .map(found -> Integer.valueOf(found.group(1)))
                .toList();
    }
}
