package miroir.engine.merge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import miroir.core.merge.FacetOrder;
import miroir.core.merge.FacetRules;
import org.junit.jupiter.api.Test;

class SearchMergeTest {
    private final SearchCase search = new SearchCase();

    @Test
    void the_answer_has_the_fields_of_one_node_in_its_order() {
        search.query = "a\"b\n\u0001é";
        search.paging = new Paging.OffsetLimit(1, 2);
        search.hits("{\"id\":1}", "{\"id\":4}").hits("{\"id\":2}", "{\"id\":3}").hits();
        assertThat(search.body())
                .isEqualTo(
                        "{\"hits\":[{\"id\":2},{\"id\":3}],\"query\":\"a\\\"b\\n\\u0001é\",\"processingTimeMs\":7,\"limit\":2,"
                                + "\"offset\":1,\"estimatedTotalHits\":4,\"requestUid\":\"uid\"}");
    }

    @Test
    void pages_count_from_one_and_round_up() {
        search.paging = new Paging.Page(2, 2);
        search.query = null;
        search.answer(
                "{\"hits\":[{\"id\":1},{\"id\":3}],\"hitsPerPage\":4,\"page\":1,\"totalPages\":1,\"totalHits\":2}");
        search.answer("{\"totalHits\":1,\"hits\":[{\"id\":2}]}");
        assertThat(search.body())
                .isEqualTo("{\"hits\":[{\"id\":3}],\"query\":\"\",\"processingTimeMs\":7,\"hitsPerPage\":2,\"page\":2,"
                        + "\"totalPages\":2,\"totalHits\":3,\"requestUid\":\"uid\"}");
        search.paging = new Paging.Page(0, 2);
        assertThat(search.body()).startsWith("{\"hits\":[],").contains("\"page\":0,\"totalPages\":2,\"totalHits\":3");
        search.paging = new Paging.Page(1, 0);
        assertThat(search.body()).startsWith("{\"hits\":[],").contains("\"hitsPerPage\":0,\"page\":1,\"totalPages\":0");
        search.paging = new Paging.Page(Integer.MAX_VALUE, Integer.MAX_VALUE);
        assertThat(search.mergedHits()).isEqualTo("[]");
    }

    @Test
    void hits_stop_at_the_most_but_totals_do_not() {
        search.maxTotalHits = 2;
        search.hits("{\"id\":1}", "{\"id\":4}").hits("{\"id\":2}");
        assertThat(search.body())
                .startsWith("{\"hits\":[{\"id\":1},{\"id\":2}],")
                .contains("\"estimatedTotalHits\":3");
        search.paging = new Paging.OffsetLimit(2, 5);
        assertThat(search.mergedHits()).isEqualTo("[]");
    }

    @Test
    void missing_shards_are_told() {
        search.missing = List.of(3, 17);
        assertThat(search.body())
                .endsWith("\"estimatedTotalHits\":0,\"requestUid\":\"uid\",\"_miroir\":{\"missingShards\":[3,17]}}");
    }

    @Test
    void the_order_is_that_of_the_details_and_hits_pass_through_byte_for_byte() {
        search.keepScore = true;
        search.keepDetails = true;
        String best = hit(5, "\"words\":{\"order\":0,\"matchingWords\":2},\"typo\":{\"order\":1,\"typoCount\":1}");
        String next = hit(1, "\"typo\": {\"order\":1,\"typoCount\":2} ,\"words\":{\"matchingWords\":2,\"order\":0}");
        String last = hit(0, "\"words\":{\"order\":0,\"matchingWords\":1},\"typo\":{\"order\":1,\"typoCount\":0}");
        search.hits(best).hits(last).hits(next);
        assertThat(search.mergedHits()).isEqualTo("[" + best + "," + next + "," + last + "]");
    }

    @Test
    void a_real_answer_of_a_node_split_in_three_comes_back_in_order() {
        search.strip = new HitStrip(Set.of("_geo", "_geoDistance"), Set.of("_geo"), null);
        search.hits(RealHits.ANSWER[2]).hits(RealHits.ANSWER[1]).hits(RealHits.ANSWER[0]);
        assertThat(search.mergedHits()).isEqualTo("[" + String.join(",", RealHits.STRIPPED) + "]");
    }

    @Test
    void the_score_is_shown_only_when_asked() {
        search.hits("{\"id\":1,\"_rankingScore\":0.50,\"_geoDistance\":12,\"_rankingScoreDetails\":{}}");
        assertThat(search.mergedHits()).isEqualTo("[{\"id\":1,\"_geoDistance\":12}]");
        search.keepScore = true;
        assertThat(search.mergedHits()).isEqualTo("[{\"id\":1,\"_rankingScore\":0.50,\"_geoDistance\":12}]");
    }

    @Test
    void the_hit_the_formatted_part_and_the_match_positions_are_cut_each_by_its_own_rule() {
        search.strip = new HitStrip(Set.of("id", "a"), Set.of("id"), List.of("t", "ab"));
        search.hits("{\"id\":1,\"t\":1,\"_formatted\":{\"id\":\"1\",\"t\":\"1\",\"a\":\"2\",\"_miroir_shard\":\"s\"},"
                + "\"_matchesPosition\":{\"a.b\":[],\"t\":[{\"start\":0}],\"ab\":[],\"a\":[]},\"_vectors\":{\"a\":1}}");
        assertThat(search.mergedHits())
                .isEqualTo(
                        "[{\"t\":1,\"_formatted\":{\"t\":\"1\",\"a\":\"2\"},\"_matchesPosition\":{\"t\":[{\"start\":0}],\"ab\":[]},"
                                + "\"_vectors\":{\"a\":1}}]");
    }

    @Test
    void a_path_is_cut_out_of_inner_objects_which_stay() {
        search.strip = new HitStrip(Set.of("a.b", "c.d.e"), Set.of("a.b"), null);
        search.hits("{\"id\":1,\"a\":{\"b\":1,\"bb\":[2, 3]},\"c\":[{\"d\":{\"e\":1}},{\"d\":{\"f\":2}},5],"
                + "\"_formatted\":{\"a\":{\"b\":\"1\"},\"t\":\"1\"}}");
        assertThat(search.mergedHits())
                .isEqualTo("[{\"id\":1,\"a\":{\"bb\":[2, 3]},\"c\":[{\"d\":{}},{\"d\":{\"f\":2}},5],"
                        + "\"_formatted\":{\"a\":{},\"t\":\"1\"}}]");
    }

    @Test
    void a_formatted_part_that_is_emptied_goes_and_empty_match_positions_stay() {
        search.hits("{\"id\":1,\"_formatted\":{\"_miroir_shard\":\"s\"},\"_matchesPosition\":{\"_miroir_shard\":[]}}");
        assertThat(search.mergedHits()).isEqualTo("[{\"id\":1,\"_matchesPosition\":{}}]");
    }

    @Test
    void hidden_sort_fields_are_veiled_as_a_node_does() {
        search.keepDetails = true;
        search.hidden = Set.of("secret", "s:asc");
        search.hits("{\"id\":1,\"_rankingScoreDetails\":{\"secret:asc\":{\"order\":0,\"value\":1.0},"
                + "\"shown:desc\":{\"order\":1,\"value\":\"x\"},\"_miroir_seq:asc\":{\"order\":2,\"value\":3},"
                + "\"s:asc:desc\":{\"value\":null,\"order\":3}}}");
        assertThat(search.mergedHits())
                .isEqualTo(
                        "[{\"id\":1,\"_rankingScoreDetails\":{\"<hidden-rule-0>\":{\"order\":0,\"value\":\"<hidden>\"},"
                                + "\"shown:desc\":{\"order\":1,\"value\":\"x\"},"
                                + "\"<hidden-rule-3>\":{\"order\":3,\"value\":\"<hidden>\"}}}]");
    }

    @Test
    void hits_of_shards_not_asked_are_dropped_and_counted() {
        search.hits("{\"_miroir_shard\":\"wrong\",\"id\":1}", "{\"_miroir_shard\":\"right\",\"id\":2}");
        assertThat(search.mergedHits()).isEqualTo("[{\"id\":2}]");
        assertThat(search.merge().dropped()).isEqualTo(1);
    }

    @Test
    void hits_ordered_in_a_hurry_are_told_and_come_last() {
        search.hits(hit(1, "\"words\":{\"order\":0,\"matchingWords\":1},\"skipped\":{\"order\":1}"));
        search.hits(hit(2, "\"words\":{\"order\":0,\"matchingWords\":1},\"typo\":{\"order\":1,\"typoCount\":2}"));
        assertThat(search.merge().skippedSeen()).isTrue();
        assertThat(search.mergedHits()).isEqualTo("[{\"id\":2},{\"id\":1}]");
    }

    @Test
    void distinct_is_walked_again_over_all_hits() {
        search.distinct = "c.n";
        search.paging = new Paging.OffsetLimit(0, 4);
        search.hits(
                "{\"id\":1,\"c\":{\"n\":\"Red\"}}",
                "{\"id\":4,\"c\":[{\"n\":5},{\"n\":[\"x\"]}]}",
                "{\"id\":7,\"c.n\":true}");
        search.hits(
                "{\"id\":2,\"c\":{\"n\":\" rED\"}}",
                "{\"id\":3}",
                "{\"id\":5,\"c\":{\"n\":[\"y\",5.0]}}",
                "{\"id\":6,\"c\":{\"n\":\"5\"}}");
        assertThat(search.mergedHits())
                .contains("\"id\":1,", "\"id\":3}", "\"id\":4,", "\"id\":6,")
                .doesNotContain("\"id\":7");
        assertThat(search.body()).contains("\"estimatedTotalHits\":5");
        search.paging = new Paging.OffsetLimit(4, 4);
        assertThat(search.mergedHits()).isEqualTo("[{\"id\":7,\"c.n\":true}]");
    }

    @Test
    void facets_are_summed_and_their_numbers_keep_their_spelling() {
        search.facets = new FacetRules(2, FacetOrder.ALPHA, Map.of("g", FacetOrder.COUNT));
        search.answer(
                "{\"hits\":[],\"estimatedTotalHits\":1,\"facetDistribution\":{\"y\":{\"1999.5\":1,\"2005\":1},\"g\":{\"a\\\"\":1,\"b\":2},"
                        + "\"_miroir_shard\":{\"s\":1},\"e\":{}},\"facetStats\":{\"y\":{\"min\":1999.50,\"max\":2005.0}}}");
        search.answer(
                "{\"hits\":[],\"estimatedTotalHits\":1,\"facetDistribution\":{\"y\":{\"1\":1},\"g\":{\"A\\\"\":4}},"
                        + "\"facetStats\":{\"y\":{\"min\":1.0,\"max\":1.0}}}");
        assertThat(search.body())
                .contains(",\"facetDistribution\":{\"e\":{},\"g\":{\"A\\\"\":5,\"b\":2},\"y\":{\"1\":1,\"1999.5\":1}},"
                        + "\"facetStats\":{\"y\":{\"min\":1.0,\"max\":2005.0}},\"requestUid\"");
        search.facets = null;
        assertThat(search.body()).doesNotContain("facet");
    }

    @Test
    void ids_may_be_nested_and_decide_between_equals() {
        search.primaryKey = "a.b";
        search.hits("{\"a\":{\"c\":9,\"b\":10}}", "{\"a\":{\"b\":\"x\"}}")
                .hits("{\"a\":{\"b\":9}}", "{\"a\":0,\"a.b\":\"a\"}");
        assertThat(search.mergedHits())
                .isEqualTo(
                        "[{\"a\":{\"b\":9}},{\"a\":{\"c\":9,\"b\":10}},{\"a\":0,\"a.b\":\"a\"},{\"a\":{\"b\":\"x\"}}]");
    }

    @Test
    void every_answer_cut_short_is_refused() {
        byte[] whole =
                ("{\"hits\":[{\"id\":\"\\u00e9\",\"_rankingScoreDetails\":{\"words\":{\"order\":0,\"matchingWords\":1}},"
                                + "\"_miroir_shard\":\"s\"}],\"estimatedTotalHits\":1,\"facetDistribution\":{\"a\":{\"b\":1}},"
                                + "\"facetStats\":{\"a\":{\"min\":1.0,\"max\":1}}}")
                        .getBytes(StandardCharsets.UTF_8);
        SearchMergeRequest request = new SearchMergeRequest(
                "",
                new Paging.OffsetLimit(0, 9),
                9,
                "id",
                HitStrip.NONE,
                false,
                false,
                Set.of(),
                "id",
                null,
                0,
                "",
                List.of());
        var reader = SearchMerge.reader(HitStrip.NONE, false, "id", "id", 0);
        assertThat(SearchMerge.merge(request, List.of(reader.apply(new VolumeAnswer(whole, m -> true))))
                        .dropped())
                .isZero();
        for (int length = 0; length < whole.length; length++) {
            VolumeAnswer cut = new VolumeAnswer(Arrays.copyOf(whole, length), m -> true);
            assertThatThrownBy(() -> reader.apply(cut))
                    .as("%d bytes", length)
                    .isInstanceOf(MalformedAnswerException.class);
        }
        assertThatThrownBy(() ->
                        search.answer("{\"message\":\"no\",\"code\":\"x\"}").body())
                .isInstanceOf(MalformedAnswerException.class);
        assertThatThrownBy(() -> search.answer("{\"results\":[],\"offset\":0,\"limit\":20,\"total\":0}")
                        .body())
                .as("a list of documents")
                .isInstanceOf(MalformedAnswerException.class);
    }

    private static String hit(int id, String details) {
        return "{\"id\":" + id + ",\"_rankingScoreDetails\":{" + details + "}}";
    }

    /** As Meilisearch 1.50 answers {@code article 19} on a node that holds the word 19, and on one that does not. */
    @Test
    void an_exact_match_of_a_node_that_knows_all_words_comes_first() {
        search.hits(
                exact("article-19", 2, "1.0", "typo\":{\"order\":1,\"typoCount\":0,\"maxTypoCount\":2"),
                exact("article-2", 1, "0.5", "typo\":{\"order\":1,\"typoCount\":0,\"maxTypoCount\":1"));
        search.hits(
                exact("article-10", 2, "0.9997795414462081", "typo\":{\"order\":1,\"typoCount\":0,\"maxTypoCount\":2"),
                exact("article-11", 2, "0.9997795414462081", "typo\":{\"order\":1,\"typoCount\":0,\"maxTypoCount\":2"));
        assertThat(search.mergedHits())
                .isEqualTo("[{\"id\":\"article-19\"},{\"id\":\"article-10\"},{\"id\":\"article-11\"},"
                        + "{\"id\":\"article-2\"}]");
    }

    private static String exact(String id, int words, String score, String typo) {
        return "{\"id\":\"" + id + "\",\"_rankingScore\":" + score
                + ",\"_rankingScoreDetails\":{\"words\":{\"order\":0,\"matchingWords\":" + words
                + ",\"maxMatchingWords\":2,\"score\":1.0},\"" + typo
                + ",\"score\":1.0},\"proximity\":{\"order\":2,\"score\":1.0},\"attributeRank\":{\"order\":3,"
                + "\"score\":1.0},\"wordPosition\":{\"order\":4,\"score\":1.0},\"exactness\":{\"order\":5,"
                + "\"matchType\":\"exactMatch\",\"score\":1.0}}}";
    }
}
