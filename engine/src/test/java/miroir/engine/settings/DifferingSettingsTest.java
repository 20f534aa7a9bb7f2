package miroir.engine.settings;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import miroir.engine.error.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node reads back against what the catalogue says. */
class DifferingSettingsTest {
    private static final String GIVEN = """
            {"displayedAttributes":["a"],"searchableAttributes":["z","b","a.c"],
             "filterableAttributes":["z","c",{"attributePatterns":["*_x","y"],"features":{"facetSearch":true,
               "filter":{"equality":true,"comparison":true}}},{"attributePatterns":["q"]}],
             "sortableAttributes":["z","É","b"],"rankingRules":["words","typo","x:asc"],"stopWords":["the","a"],
             "nonSeparatorTokens":["#","@"],"separatorTokens":["|","&sep"],"dictionary":["J. R. R.","W. E. B."],
             "synonyms":{"Great":["Fantastic","good"],"a b":["C"],"good":["great"]},"distinctAttribute":"isbn",
             "proximityPrecision":"byAttribute","typoTolerance":{"enabled":true,"minWordSizeForTypos":{"oneTypo":4,
               "twoTypos":8},"disableOnWords":["zed","alpha"],"disableOnAttributes":["t","b"],"disableOnNumbers":true},
             "faceting":{"maxValuesPerFacet":200,"sortFacetValuesBy":{"genres":"count","b":"alpha"}},
             "pagination":{"maxTotalHits":5000},"searchCutoffMs":150,
             "localizedAttributes":[{"locales":["jpn","eng"],"attributePatterns":["*_ja"]}],"facetSearch":false,
             "prefixSearch":"disabled"}""";
    /** What Meilisearch 1.50.0 answered. */
    private static final String READ = """
            {"displayedAttributes":["*"],"searchableAttributes":["z","b","a.c"],"filterableAttributes":[
             {"attributePatterns":["_miroir_shard"],"features":{"facetSearch":false,"filter":{"equality":true,
               "comparison":false}}},"z","c",{"attributePatterns":["*_x","y"],"features":{"facetSearch":true,
               "filter":{"equality":true,"comparison":true}}},{"attributePatterns":["q"],"features":{
               "facetSearch":false,"filter":{"equality":true,"comparison":false}}}],
             "sortableAttributes":["b","z","É"],"rankingRules":["words","typo","x:asc"],"stopWords":["a","the"],
             "nonSeparatorTokens":["#","@"],"separatorTokens":["&sep","|"],"dictionary":["J. R. R.","W. E. B."],
             "synonyms":{"Great":["Fantastic","good"],"a b":["C"],"good":["great"]},"distinctAttribute":"isbn",
             "proximityPrecision":"byAttribute","typoTolerance":{"enabled":true,"minWordSizeForTypos":{"oneTypo":4,
               "twoTypos":8},"disableOnWords":["alpha","zed"],"disableOnAttributes":["b","t"],"disableOnNumbers":true},
             "faceting":{"maxValuesPerFacet":10000,"sortFacetValuesBy":{"*":"alpha","b":"alpha","genres":"count"}},
             "pagination":{"maxTotalHits":5000},"embedders":{},"searchCutoffMs":150,
             "localizedAttributes":[{"attributePatterns":["*_ja"],"locales":["jpn","eng"]}],"facetSearch":false,
             "prefixSearch":"disabled"}""";
    /** The same of an index without settings of its own. */
    private static final String UNSET = """
            {"displayedAttributes":["*"],"searchableAttributes":["*"],"filterableAttributes":[{"attributePatterns":
             ["_miroir_shard"],"features":{"facetSearch":false,"filter":{"equality":true,"comparison":false}}}],
             "sortableAttributes":[],"rankingRules":["words","typo","proximity","attributeRank","sort","wordPosition",
             "exactness"],"stopWords":[],"nonSeparatorTokens":[],"separatorTokens":[],"dictionary":[],"synonyms":{},
             "distinctAttribute":null,"proximityPrecision":"byWord","typoTolerance":{"enabled":true,
             "minWordSizeForTypos":{"oneTypo":5,"twoTypos":9},"disableOnWords":[],"disableOnAttributes":[],
             "disableOnNumbers":false},"faceting":{"maxValuesPerFacet":3000,"sortFacetValuesBy":{"*":"alpha"}},
             "pagination":{"maxTotalHits":1000},"embedders":{},"searchCutoffMs":null,"localizedAttributes":null,
             "facetSearch":true,"prefixSearch":"indexingTime"}""";

    private static String stored() {
        return ClientSettings.patch(GIVEN.getBytes(UTF_8)).toString();
    }

    private static ObjectNode read(String json) {
        return (ObjectNode) Json.read(json);
    }

    @Test
    void what_a_real_node_reads_back_is_what_it_was_given() {
        assertThat(NodeSettings.differing(stored(), read(READ))).isEmpty();
        assertThat(NodeSettings.differing("{}", read(UNSET))).isEmpty();
    }

    @Test
    void what_only_one_of_both_knows_says_nothing() {
        ObjectNode read = read(READ);
        read.putObject("newSetting").put("on", true);
        ((ObjectNode) read.path("typoTolerance")).put("newMember", 1);
        read.remove("prefixSearch");
        assertThat(NodeSettings.differing(stored(), read)).isEmpty();
        assertThat(SameSettings.test(read(READ), read)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"displayedAttributes\":[\"a\"]}",
                "{\"searchableAttributes\":[\"b\",\"z\",\"a.c\"]}",
                "{\"filterableAttributes\":[]}",
                "{\"sortableAttributes\":[\"b\"]}",
                "{\"rankingRules\":[\"typo\",\"words\",\"x:asc\"]}",
                "{\"stopWords\":[]}",
                "{\"synonyms\":{\"Great\":[\"Fantastic\",\"good\"],\"a b\":[\"C\"]}}",
                "{\"synonyms\":{\"Great\":[\"Fantastic\",\"good\"],\"a b\":[\"C\"],\"good\":[\"great\"],\"x\":[\"y\"]}}",
                "{\"distinctAttribute\":null}",
                "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":5}}}",
                "{\"faceting\":{\"maxValuesPerFacet\":100}}",
                "{\"faceting\":{\"sortFacetValuesBy\":{\"*\":\"alpha\",\"b\":\"alpha\"}}}",
                "{\"pagination\":{\"maxTotalHits\":1000}}",
                "{\"embedders\":{\"e\":{\"source\":\"userProvided\",\"dimensions\":2}}}",
                "{\"searchCutoffMs\":null}",
                "{\"localizedAttributes\":null}",
                "{\"facetSearch\":true}"
            })
    void every_other_value_is_found(String other) {
        ObjectNode change = read(other);
        ObjectNode read = read(READ);
        read.setAll(change);
        assertThat(NodeSettings.differing(stored(), read))
                .containsExactly(change.fieldNames().next());
        assertThat(SameSettings.test(read(READ), read)).isFalse();
    }

    @Test
    void what_is_set_where_nothing_should_be_is_found() {
        for (String name : new String[] {"distinctAttribute", "searchCutoffMs", "localizedAttributes"}) {
            ObjectNode read = read(UNSET);
            read.set(name, read(READ).path(name));
            assertThat(NodeSettings.differing("{}", read)).containsExactly(name);
        }
    }
}
