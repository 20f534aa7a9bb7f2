package miroir.e2e;

import static miroir.e2e.BadInput.DOCUMENTS;
import static miroir.e2e.BadInput.JSON;
import static miroir.e2e.BadInput.SEARCH;

import java.util.ArrayList;
import java.util.List;

/** Documents and searches that are refused at once. */
final class BadPayloads {
    private static final String NDJSON = "application/x-ndjson";
    private static final String CSV = "text/csv";

    private BadPayloads() {}

    /** Payloads that are no documents, and what is wrongly asked of documents. */
    static List<BadInput> documents() {
        List<BadInput> all = new ArrayList<>();
        all.add(BadInput.of("POST", DOCUMENTS, JSON, "[{\"id\":1,"));
        all.add(BadInput.of("POST", DOCUMENTS, JSON, "nonsense"));
        all.add(BadInput.of("PUT", DOCUMENTS, JSON, "[{\"id\":1}"));
        all.add(BadInput.of("POST", DOCUMENTS, JSON, "[1,2]"));
        all.add(BadInput.of("POST", DOCUMENTS, JSON, "\"text\""));
        all.add(BadInput.of("POST", DOCUMENTS, JSON, "null"));
        all.add(BadInput.of("POST", DOCUMENTS, JSON, ""));
        all.add(BadInput.of("POST", DOCUMENTS, NDJSON, ""));
        all.add(BadInput.of("POST", DOCUMENTS, CSV, ""));
        all.add(BadInput.of("POST", DOCUMENTS, NDJSON, "{\"id\":1}\n{\"id\":\n{\"id\":3}"));
        all.add(BadInput.of("POST", DOCUMENTS + "?csvDelimiter=%F0%9F%8D%B0", CSV, "id\n1"));
        all.add(BadInput.of("POST", DOCUMENTS + "?csvDelimiter=ab", CSV, "id\n1"));
        all.add(BadInput.of("POST", DOCUMENTS + "?csvDelimiter=", CSV, "id\n1"));
        all.add(BadInput.of("POST", DOCUMENTS + "?csvDelimiter=;", JSON, "[{\"id\":1}]"));
        all.add(BadInput.of("POST", DOCUMENTS + "?csvDelimiter=;", NDJSON, "{\"id\":1}"));
        all.add(BadInput.of("POST", DOCUMENTS, CSV, "id,title\n1,a,b"));
        all.add(BadInput.of("POST", DOCUMENTS, CSV, "id,pages:number\n1,many"));
        all.add(BadInput.of("POST", DOCUMENTS, "text/plain", "[{\"id\":1}]"));
        all.add(BadInput.of("POST", DOCUMENTS, "application/xml", "<id/>"));
        all.add(BadInput.of("POST", DOCUMENTS, null, "[{\"id\":1}]"));
        all.add(BadInput.of("POST", DOCUMENTS + "?unknown=1", JSON, "[{\"id\":1}]"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete-batch", JSON, "{\"ids\":[1]}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete-batch", JSON, "[1,"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete-batch", JSON, ""));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete-batch", "text/plain", "[1]"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete", JSON, "{}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"\"}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"genre = \"}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":true}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":null}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/delete", JSON, "{\"filter\":\"genre = a\",\"more\":1}"));
        all.add(BadInput.of("GET", DOCUMENTS + "?limit=-1"));
        all.add(BadInput.of("GET", DOCUMENTS + "?limit=many"));
        all.add(BadInput.of("GET", DOCUMENTS + "?offset=1.5"));
        all.add(BadInput.of("GET", DOCUMENTS + "?unknown=1"));
        all.add(BadInput.of("GET", DOCUMENTS + "?filter=genre%20%3D"));
        all.add(BadInput.of("GET", DOCUMENTS + "?filter=secret%20%3D%201"));
        all.add(BadInput.of("GET", DOCUMENTS + "?sort=secret:asc"));
        all.add(BadInput.of("GET", DOCUMENTS + "/a?retrieveVectors=maybe"));
        all.add(BadInput.of("POST", DOCUMENTS + "/fetch", JSON, "{\"limit\":\"ten\"}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/fetch", JSON, "{\"limit\":-3}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/fetch", JSON, "{\"page\":1}"));
        all.add(BadInput.of("POST", DOCUMENTS + "/fetch", JSON, "[]"));
        return all;
    }

    /** Searches that cannot be understood. */
    static List<BadInput> searches() {
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
                "{\"cropLength\":\"x\"}",
                "{\"locales\":[\"xx-none\"]}")) {
            all.add(BadInput.of("POST", SEARCH, JSON, body));
        }
        all.add(BadInput.of("POST", SEARCH, "text/plain", "{}"));
        all.add(BadInput.of("POST", SEARCH, null, "{}"));
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
            all.add(BadInput.of("GET", SEARCH + "?" + query));
        }
        return all;
    }

    static List<BadInput> facetSearches() {
        List<BadInput> all = new ArrayList<>();
        for (String body : List.of(
                "",
                "[]",
                "{}",
                "{\"facetName\":null}",
                "{\"facetName\":[\"genre\"]}",
                "{\"facetName\":\"genre\",\"facetQuery\":1}",
                "{\"facetName\":\"genre\",\"q\":1}",
                "{\"facetName\":\"genre\",\"filter\":\"genre >\"}",
                "{\"facetName\":\"genre\",\"filter\":\"secret = 1\"}",
                "{\"facetName\":\"secret\",\"filter\":\"secret = 1\"}",
                "{\"facetName\":\"secret\"}",
                "{\"facetName\":\"\"}",
                "{\"facetName\":\"genre\",\"matchingStrategy\":\"some\"}",
                "{\"facetName\":\"genre\",\"attributesToSearchOn\":\"title\"}",
                "{\"facetName\":\"genre\",\"rankingScoreThreshold\":2}",
                "{\"facetName\":\"genre\",\"exhaustiveFacetCount\":1}",
                "{\"exhaustiveFacetCount\":1,\"facetName\":1}")) {
            all.add(BadInput.of("POST", BadInput.FACET_SEARCH, BadInput.JSON, body));
        }
        all.add(BadInput.of("POST", "/indexes/nowhere/facet-search", BadInput.JSON, "{\"facetName\":\"genre\"}"));
        all.add(BadInput.of("GET", BadInput.FACET_SEARCH));
        all.add(BadInput.of("POST", BadInput.FACET_SEARCH, "text/plain", "{\"facetName\":\"genre\"}"));
        return all;
    }
}
