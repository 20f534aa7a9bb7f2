package miroir.e2e;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A request that a Meilisearch refuses, at once or in its task. */
record BadInput(
        String method, String path, @Nullable String contentType, byte @Nullable [] body, Map<String, String> headers) {
    static final String JSON = "application/json";
    static final String DOCUMENTS = "/indexes/books/documents";
    static final String SEARCH = "/indexes/books/search";
    static final String FACET_SEARCH = "/indexes/books/facet-search";

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
        all.addAll(BadPayloads.documents());
        all.addAll(BadPayloads.searches());
        all.addAll(BadPayloads.facetSearches());
        all.addAll(BadSettings.settings());
        all.addAll(BadSettings.taskFilters());
        all.addAll(BadSettings.indexes());
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
        for (String body : List.of(
                "{\"facetName\":\"_miroir_shard\"}",
                "{\"facetName\":\"_miroir_other\"}",
                "{\"facetName\":\"genre\",\"filter\":\"_miroir_shard = 1\"}")) {
            all.add(of("POST", FACET_SEARCH, JSON, body));
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
