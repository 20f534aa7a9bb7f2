package miroir.e2e;

import static miroir.e2e.BadInput.JSON;

import java.util.ArrayList;
import java.util.List;

/** Settings, filters of tasks and operations on indexes that are refused at once. */
final class BadSettings {
    private BadSettings() {}

    /** Settings of unknown names and of wrong types. */
    static List<BadInput> settings() {
        List<BadInput> all = new ArrayList<>();
        for (String body : List.of(
                "",
                "[]",
                "null",
                "{\"unknownSetting\":1}",
                "{\"rankingRules\":[\"nope\"]}",
                "{\"rankingRules\":[\"year:up\"]}",
                "{\"rankingRules\":\"words\"}",
                "{\"searchableAttributes\":\"title\"}",
                "{\"searchableAttributes\":[1]}",
                "{\"filterableAttributes\":{}}",
                "{\"filterableAttributes\":[1]}",
                "{\"sortableAttributes\":7}",
                "{\"stopWords\":\"the\"}",
                "{\"synonyms\":[]}",
                "{\"synonyms\":{\"a\":\"b\"}}",
                "{\"distinctAttribute\":1}",
                "{\"typoTolerance\":1}",
                "{\"typoTolerance\":{\"enabled\":\"yes\"}}",
                "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":9,\"twoTypos\":5}}}",
                "{\"pagination\":{\"maxTotalHits\":-1}}",
                "{\"pagination\":{\"maxTotalHits\":\"all\"}}",
                "{\"faceting\":{\"maxValuesPerFacet\":\"x\"}}",
                "{\"faceting\":{\"sortFacetValuesBy\":{\"*\":\"size\"}}}",
                "{\"proximityPrecision\":\"byLine\"}",
                "{\"searchCutoffMs\":\"soon\"}",
                "{\"separatorTokens\":\"x\"}",
                "{\"dictionary\":1}",
                "{\"prefixSearch\":\"always\"}",
                "{\"facetSearch\":\"on\"}")) {
            all.add(BadInput.of("PATCH", "/indexes/books/settings", JSON, body));
        }
        all.add(BadInput.of("PUT", "/indexes/books/settings/ranking-rules", JSON, "[\"nope\"]"));
        all.add(BadInput.of("PUT", "/indexes/books/settings/stop-words", JSON, "{}"));
        all.add(BadInput.of("PATCH", "/indexes/books/settings/ranking-rules", JSON, "[]"));
        all.add(BadInput.of("PATCH", "/indexes/books/settings", "text/plain", "{}"));
        return all;
    }

    /** Filters of the task list. */
    static List<BadInput> taskFilters() {
        List<BadInput> all = new ArrayList<>();
        for (String query : List.of(
                "unknown=1",
                "limit=x",
                "limit=-1",
                "from=-1",
                "from=x",
                "uids=x",
                "uids=1,x",
                "statuses=done",
                "types=everything",
                "canceledBy=x",
                "indexUids=a%20b",
                "afterEnqueuedAt=yesterday",
                "beforeFinishedAt=2024-13-01",
                "reverse=maybe")) {
            all.add(BadInput.of("GET", "/tasks?" + query));
        }
        all.add(BadInput.of("GET", "/tasks/first"));
        all.add(BadInput.of("GET", "/tasks/-1"));
        all.add(BadInput.of("GET", "/tasks/99999999999999"));
        return all;
    }

    /** Indexes that cannot be created or named. */
    static List<BadInput> indexes() {
        List<BadInput> all = new ArrayList<>();
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"uid\":\"a b\"}",
                "{\"uid\":\"\"}",
                "{\"uid\":1}",
                "{\"uid\":\"a\",\"primaryKey\":1}",
                "{\"uid\":\"a\",\"more\":1}")) {
            all.add(BadInput.of("POST", "/indexes", JSON, body));
        }
        all.add(BadInput.of("POST", "/indexes", JSON, "{\"uid\":\"" + "a".repeat(513) + "\"}"));
        all.add(BadInput.of("POST", "/indexes", "text/plain", "{\"uid\":\"a\"}"));
        all.add(BadInput.of("POST", "/indexes", null, "{\"uid\":\"a\"}"));
        all.add(BadInput.of("GET", "/indexes?limit=-1"));
        all.add(BadInput.of("GET", "/indexes?unknown=1"));
        all.add(BadInput.of("GET", "/indexes/a%20b"));
        all.add(BadInput.of("GET", "/indexes/a%20b/stats"));
        all.add(BadInput.of("DELETE", "/indexes/a%20b"));
        all.add(BadInput.of("POST", "/indexes/a%20b/documents", JSON, "[{\"id\":1}]"));
        all.add(BadInput.of("POST", "/indexes/a%20b/search", JSON, "{}"));
        all.add(BadInput.of("PATCH", "/indexes/a%20b/settings", JSON, "{}"));
        all.add(BadInput.of("PATCH", "/indexes/books", JSON, "{\"createdAt\":\"x\"}"));
        all.add(BadInput.of("PATCH", "/indexes/books", JSON, "{\"primaryKey\":1}"));
        return all;
    }
}
