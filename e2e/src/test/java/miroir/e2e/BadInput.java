package miroir.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a Meilisearch refuses, at once or in its task. */
record BadInput(
        String method, String path, @Nullable String contentType, byte @Nullable [] body, Map<String, String> headers) {
    private static final String JSON = "application/json";
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";
    private static final String DOCUMENTS = "/indexes/books/documents";
    private static final String SEARCH = "/indexes/books/search";

    @Override
    public String toString() {
        String shown = body == null ? "" : " " + new String(body, StandardCharsets.UTF_8).replaceAll("\\s+", " ");
        String type = contentType == null || contentType.equals(JSON) ? "" : " as " + contentType;
        return method + " " + path + shown.substring(0, Math.min(shown.length(), 120)) + type
                + (headers.isEmpty() ? "" : headers);
    }

    static BadInput of(String method, String path) {
        return new BadInput(method, path, null, null, Map.of());
    }

    static BadInput of(String method, String path, @Nullable String contentType, String body) {
        return new BadInput(method, path, contentType, body.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    BadInput with(String header, String value) {
        return new BadInput(method, path, contentType, body, Map.of(header, value));
    }

    /** Refused before anything is stored. */
    static List<BadInput> refusedAtOnce() {
        List<BadInput> all = new ArrayList<>(unknownThings());
        all.addAll(brokenPayloads());
        all.addAll(badSearches());
        all.addAll(badSettings());
        all.addAll(badTaskFilters());
        all.addAll(badIndexes());
        all.addAll(miroirsOwnNames());
        return all;
    }

    /** The hidden field must look as absent as any other unknown one. */
    private static List<BadInput> miroirsOwnNames() {
        List<BadInput> all = new ArrayList<>();
        for (String body : List.of(
                "{\"filter\":\"_miroir_shard = 1\"}",
                "{\"filter\":[[\"genre = sf\",\"_miroir_shard EXISTS\"]]}",
                "{\"filter\":\"NOT _miroir_shard IN [a, b]\"}",
                "{\"sort\":[\"_miroir_shard:asc\"]}",
                "{\"facets\":[\"_miroir_shard\"]}",
                "{\"facets\":[\"genre\",\"_miroir_shard\"]}",
                "{\"distinct\":\"_miroir_shard\"}",
                "{\"attributesToSearchOn\":[\"_miroir_shard\"]}")) {
            all.add(of("POST", SEARCH, JSON, body));
        }
        all.add(of("GET", SEARCH + "?filter=_miroir_shard%20%3D%201"));
        all.add(of("GET", DOCUMENTS + "?filter=_miroir_shard%20%3D%201"));
        all.add(of("GET", DOCUMENTS + "?sort=_miroir_shard:asc"));
        return all;
    }

    /** Refused by real nodes; the embedded node takes these or says something else. */
    static List<BadInput> refusedByRealNodes() {
        List<BadInput> all = new ArrayList<>();
        all.add(of("POST", DOCUMENTS, JSON, "not gzip at all").with("Content-Encoding", "gzip"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":null}"));
        all.add(of("POST", SEARCH, JSON, "{\"locales\":[\"xx-none\"]}"));
        all.add(of("POST", "/indexes", JSON, "{\"uid\":null}"));
        all.add(of("GET", "/stats?unknown=1"));
        for (String settings : List.of(
                "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"oneTypo\":256}}}",
                "{\"typoTolerance\":{\"unknown\":1}}",
                "{\"localizedAttributes\":[{\"locales\":[\"zz9\"],\"attributePatterns\":[\"a\"]}]}")) {
            all.add(of("PATCH", "/indexes/books/settings", JSON, settings));
        }
        all.add(of("PATCH", "/indexes/books/settings/typo-tolerance", JSON, "{\"x\":1}"));
        return all;
    }

    /** Refused with the same code in words that differ: positions in broken JSON. */
    static List<BadInput> refusedInOtherWords() {
        return List.of(
                of("POST", SEARCH, JSON, "{"),
                of("POST", SEARCH, JSON, "{\"q\" 1}"),
                of("PATCH", "/indexes/books/settings", JSON, "{\"a\":}"),
                of("POST", "/indexes", JSON, "{\"uid\":\"a\"} more"));
    }

    private static List<BadInput> unknownThings() {
        List<BadInput> all = new ArrayList<>();
        all.add(of("POST", "/indexes/nowhere/search", JSON, "{}"));
        all.add(of("GET", "/indexes/nowhere/search?q=x"));
        all.add(of("GET", "/indexes/nowhere"));
        all.add(of("GET", "/indexes/nowhere/documents"));
        all.add(of("GET", "/indexes/nowhere/documents/1"));
        all.add(of("POST", "/indexes/nowhere/documents/fetch", JSON, "{}"));
        all.add(of("GET", "/indexes/nowhere/settings"));
        all.add(of("GET", "/indexes/nowhere/settings/synonyms"));
        all.add(of("GET", "/indexes/nowhere/stats"));
        all.add(of("GET", DOCUMENTS + "/no-such-id"));
        all.add(of("GET", "/tasks/4294967295"));
        all.add(of("GET", "/no/such/path"));
        all.add(of("POST", "/no/such/path", JSON, "{}"));
        all.add(of("GET", "/indexes/books/settings/no-such-setting"));
        all.add(of("PUT", SEARCH, JSON, "{}"));
        all.add(of("PATCH", DOCUMENTS, JSON, "{}"));
        all.add(of("POST", "/health"));
        all.add(of("DELETE", "/version"));
        all.add(of("PUT", "/indexes", JSON, "{}"));
        all.add(of("POST", "/indexes/books/settings", JSON, "{}"));
        all.add(of("POST", "/indexes/books/stats", JSON, "{}"));
        return all;
    }

    private static List<BadInput> brokenPayloads() {
        List<BadInput> all = new ArrayList<>();
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":1,"));
        all.add(of("POST", DOCUMENTS, JSON, "nonsense"));
        all.add(of("PUT", DOCUMENTS, JSON, "[{\"id\":1}"));
        all.add(of("POST", DOCUMENTS, JSON, "[1,2]"));
        all.add(of("POST", DOCUMENTS, JSON, "\"text\""));
        all.add(of("POST", DOCUMENTS, JSON, "null"));
        all.add(of("POST", DOCUMENTS, JSON, ""));
        all.add(of("POST", DOCUMENTS, NDJSON, ""));
        all.add(of("POST", DOCUMENTS, CSV, ""));
        all.add(of("POST", DOCUMENTS, NDJSON, "{\"id\":1}\n{\"id\":\n{\"id\":3}"));
        all.add(of("POST", DOCUMENTS + "?csvDelimiter=%F0%9F%8D%B0", CSV, "id\n1"));
        all.add(of("POST", DOCUMENTS + "?csvDelimiter=ab", CSV, "id\n1"));
        all.add(of("POST", DOCUMENTS + "?csvDelimiter=", CSV, "id\n1"));
        all.add(of("POST", DOCUMENTS + "?csvDelimiter=;", JSON, "[{\"id\":1}]"));
        all.add(of("POST", DOCUMENTS + "?csvDelimiter=;", NDJSON, "{\"id\":1}"));
        all.add(of("POST", DOCUMENTS, CSV, "id,title\n1,a,b"));
        all.add(of("POST", DOCUMENTS, CSV, "id,pages:number\n1,many"));
        all.add(of("POST", DOCUMENTS, "text/plain", "[{\"id\":1}]"));
        all.add(of("POST", DOCUMENTS, "application/xml", "<id/>"));
        all.add(of("POST", DOCUMENTS, null, "[{\"id\":1}]"));
        all.add(of("POST", DOCUMENTS + "?unknown=1", JSON, "[{\"id\":1}]"));
        all.add(of("POST", DOCUMENTS + "/delete-batch", JSON, "{\"ids\":[1]}"));
        all.add(of("POST", DOCUMENTS + "/delete-batch", JSON, "[1,"));
        all.add(of("POST", DOCUMENTS + "/delete-batch", JSON, ""));
        all.add(of("POST", DOCUMENTS + "/delete-batch", "text/plain", "[1]"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{}"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"\"}"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"genre = \"}"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":true}"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"genre = a\",\"more\":1}"));
        all.add(of("GET", DOCUMENTS + "?limit=-1"));
        all.add(of("GET", DOCUMENTS + "?limit=many"));
        all.add(of("GET", DOCUMENTS + "?offset=1.5"));
        all.add(of("GET", DOCUMENTS + "?unknown=1"));
        all.add(of("GET", DOCUMENTS + "?filter=genre%20%3D"));
        all.add(of("GET", DOCUMENTS + "?filter=secret%20%3D%201"));
        all.add(of("GET", DOCUMENTS + "?sort=secret:asc"));
        all.add(of("GET", DOCUMENTS + "/a?retrieveVectors=maybe"));
        all.add(of("POST", DOCUMENTS + "/fetch", JSON, "{\"limit\":\"ten\"}"));
        all.add(of("POST", DOCUMENTS + "/fetch", JSON, "{\"limit\":-3}"));
        all.add(of("POST", DOCUMENTS + "/fetch", JSON, "{\"page\":1}"));
        all.add(of("POST", DOCUMENTS + "/fetch", JSON, "[]"));
        return all;
    }

    private static List<BadInput> badSearches() {
        List<BadInput> all = new ArrayList<>();
        for (String body : List.of(
                "",
                "null",
                "[]",
                "{\"q\":1}",
                "{\"q\":[]}",
                "{\"limit\":-1}",
                "{\"limit\":\"ten\"}",
                "{\"limit\":1.5}",
                "{\"offset\":-1}",
                "{\"page\":-1}",
                "{\"hitsPerPage\":\"x\"}",
                "{\"unknownField\":1}",
                "{\"atributesToRetrieve\":[\"title\"]}",
                "{\"attributesToRetrieve\":\"title\"}",
                "{\"facets\":\"genre\"}",
                "{\"facets\":[\"secret\"]}",
                "{\"sort\":\"year:asc\"}",
                "{\"sort\":[\"year\"]}",
                "{\"sort\":[\"year:up\"]}",
                "{\"sort\":[\"secret:asc\"]}",
                "{\"filter\":1}",
                "{\"filter\":\"genre = \"}",
                "{\"filter\":\"genre ~ x\"}",
                "{\"filter\":\"secret = 1\"}",
                "{\"filter\":[[1]]}",
                "{\"filter\":{\"a\":1}}",
                "{\"filter\":\"genre = a AND\"}",
                "{\"filter\":\"(genre = a\"}",
                "{\"filter\":\"genre IN [a\"}",
                "{\"filter\":\"_geoRadius(1)\"}",
                "{\"filter\":\"year > high\"}",
                "{\"distinct\":\"secret\"}",
                "{\"distinct\":1}",
                "{\"attributesToSearchOn\":[\"secret\"]}",
                "{\"attributesToSearchOn\":\"title\"}",
                "{\"matchingStrategy\":\"some\"}",
                "{\"showRankingScore\":\"yes\"}",
                "{\"rankingScoreThreshold\":2}",
                "{\"rankingScoreThreshold\":\"high\"}",
                "{\"cropLength\":\"x\"}")) {
            all.add(of("POST", SEARCH, JSON, body));
        }
        all.add(of("POST", SEARCH, "text/plain", "{}"));
        all.add(of("POST", SEARCH, null, "{}"));
        for (String query : List.of(
                "limit=-1",
                "limit=x",
                "offset=x",
                "page=x",
                "unknown=1",
                "filter=genre%20%3D",
                "sort=year",
                "matchingStrategy=some",
                "showRankingScore=maybe")) {
            all.add(of("GET", SEARCH + "?" + query));
        }
        return all;
    }

    private static List<BadInput> badSettings() {
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
            all.add(of("PATCH", "/indexes/books/settings", JSON, body));
        }
        all.add(of("PUT", "/indexes/books/settings/ranking-rules", JSON, "[\"nope\"]"));
        all.add(of("PUT", "/indexes/books/settings/stop-words", JSON, "{}"));
        all.add(of("PATCH", "/indexes/books/settings/ranking-rules", JSON, "[]"));
        all.add(of("PATCH", "/indexes/books/settings", "text/plain", "{}"));
        return all;
    }

    private static List<BadInput> badTaskFilters() {
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
            all.add(of("GET", "/tasks?" + query));
        }
        all.add(of("GET", "/tasks/first"));
        all.add(of("GET", "/tasks/-1"));
        all.add(of("GET", "/tasks/99999999999999"));
        return all;
    }

    private static List<BadInput> badIndexes() {
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
            all.add(of("POST", "/indexes", JSON, body));
        }
        all.add(of("POST", "/indexes", JSON, "{\"uid\":\"" + "a".repeat(513) + "\"}"));
        all.add(of("POST", "/indexes", "text/plain", "{\"uid\":\"a\"}"));
        all.add(of("POST", "/indexes", null, "{\"uid\":\"a\"}"));
        all.add(of("GET", "/indexes?limit=-1"));
        all.add(of("GET", "/indexes?unknown=1"));
        all.add(of("GET", "/indexes/a%20b"));
        all.add(of("GET", "/indexes/a%20b/stats"));
        all.add(of("DELETE", "/indexes/a%20b"));
        all.add(of("POST", "/indexes/a%20b/documents", JSON, "[{\"id\":1}]"));
        all.add(of("POST", "/indexes/a%20b/search", JSON, "{}"));
        all.add(of("PATCH", "/indexes/a%20b/settings", JSON, "{}"));
        all.add(of("PATCH", "/indexes/books", JSON, "{\"createdAt\":\"x\"}"));
        all.add(of("PATCH", "/indexes/books", JSON, "{\"primaryKey\":1}"));
        return all;
    }

    /** Accepted, and then failed by the task. */
    static List<BadInput> failedByTask() {
        List<BadInput> all = new ArrayList<>();
        all.add(of("DELETE", "/indexes/nowhere"));
        all.add(of("DELETE", "/indexes/nowhere/documents"));
        all.add(of("DELETE", "/indexes/nowhere/documents/1"));
        all.add(of("POST", "/indexes/nowhere/documents/delete-batch", JSON, "[1]"));
        all.add(of("POST", "/indexes/nowhere/documents/delete", JSON, "{\"filter\":\"a = 1\"}"));
        all.add(of("DELETE", "/indexes/nowhere/settings"));
        all.add(of("PATCH", "/indexes/nowhere", JSON, "{\"primaryKey\":\"id\"}"));
        all.add(of("POST", "/indexes", JSON, "{\"uid\":\"books\"}"));
        all.add(of("PATCH", "/indexes/books", JSON, "{\"primaryKey\":\"title\"}"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":1},{\"title\":\"no id\"}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":\"a b\"}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":1.5}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":null}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":{}}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":[1]}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":true}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":\"\"}]"));
        all.add(of("POST", DOCUMENTS, JSON, "[{\"id\":\"" + "x".repeat(512) + "\"}]"));
        all.add(of("PUT", DOCUMENTS, JSON, "[{\"title\":\"none\"}]"));
        all.add(of("POST", DOCUMENTS + "?primaryKey=other", JSON, "[{\"id\":1,\"other\":2}]"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"secret = 1\"}"));
        all.add(of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"_miroir_shard = 1\"}"));
        all.add(of("POST", "/indexes/keyless/documents", JSON, "[{\"bookId\":1,\"authorId\":2}]"));
        all.add(of("POST", "/indexes/keyless/documents", JSON, "[{\"title\":\"x\"}]"));
        return all;
    }
}
