package miroir.e2e;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A fixed script of settings, documents, deletions, tasks and mistakes; any Meilisearch should answer it the same. */
final class Script {
    private final Steps steps;

    private Script(Steps steps) {
        this.steps = steps;
    }

    /** Runs everything and waits for each task. */
    static List<Steps.Line> run(Api api) {
        Steps steps = new Steps(api);
        Script script = new Script(steps);
        script.indexes();
        script.settings();
        script.documents();
        script.formats();
        script.reads();
        script.searches();
        script.deletions();
        script.tasks();
        return steps.lines();
    }

    private void indexes() {
        post("/indexes", "{\"uid\":\"s\",\"primaryKey\":\"id\"}");
        post("/indexes", "{\"uid\":\"s\"}");
        post("/indexes", "{\"uid\":\"not good\"}");
        post("/indexes", "{\"primaryKey\":\"id\"}");
        post("/indexes", "{\"uid\":\"s\",\"more\":1}");
        get("/indexes/s");
        get("/indexes");
        get("/indexes?limit=0");
        get("/indexes/none");
        json("PATCH", "/indexes/s", "{\"primaryKey\":\"key\"}");
        json("PATCH", "/indexes/s", "{\"primaryKey\":\"id\"}");
        json("PATCH", "/indexes/none", "{\"primaryKey\":\"id\"}");
        json("DELETE", "/indexes/none", null);
    }

    private void settings() {
        get("/indexes/s/settings");
        json("PATCH", "/indexes/s/settings", Shop.settings());
        get("/indexes/s/settings");
        get("/indexes/s/settings/filterable-attributes");
        json("PUT", "/indexes/s/settings/filterable-attributes", "[\"tags\",\"price\",\"_geo\",\"kind\"]");
        json("PUT", "/indexes/s/settings/searchable-attributes", "[\"title\",\"tags\"]");
        json("PUT", "/indexes/s/settings/sortable-attributes", "[\"price\",\"title\"]");
        json("PUT", "/indexes/s/settings/sortable-attributes", "{\"a\":1}");
        json("PUT", "/indexes/s/settings/ranking-rules", "[\"words\",\"nonsense\"]");
        json("PATCH", "/indexes/s/settings/typo-tolerance", "{\"minWordSizeForTypos\":{\"oneTypo\":9,\"twoTypos\":4}}");
        json("PATCH", "/indexes/s/settings/pagination", "{\"maxTotalHits\":50}");
        json("PATCH", "/indexes/s/settings/faceting", "{\"maxValuesPerFacet\":3}");
        json("PATCH", "/indexes/s/settings", "{\"nothing\":1}");
        json("DELETE", "/indexes/s/settings/synonyms", null);
        json("PUT", "/indexes/s/settings/stop-words", "[\"the\"]");
        get("/indexes/s/settings");
    }

    private void documents() {
        String documents = "/indexes/s/documents";
        post(
                documents,
                "[{\"id\":1,\"title\":\"Red lamp\",\"tags\":[\"new\"],\"price\":5,\"kind\":\"A\"},"
                        + "{\"id\":2,\"title\":\"Blue lamp\",\"tags\":[\"old\"],\"price\":7.5,\"kind\":\"a\",\"_geo\":{\"lat\":1,\"lng\":2}},"
                        + "{\"id\":3,\"title\":\"The green chair\",\"tags\":null,\"kind\":\"b\"}]");
        json("PUT", documents, "[{\"id\":1,\"price\":6},{\"id\":4,\"title\":\"Lamps\",\"n\":{\"a\":[1,{\"b\":2}]}}]");
        post(documents, "{\"id\":5,\"title\":\"alone\"}");
        post(documents, "[{\"title\":\"no id\"}]");
        post(documents, "[{\"id\":\"bad id!\",\"title\":\"x\"}]");
        post(documents, "[{\"id\":1.5}]");
        post(documents, "[{\"id\":6,\"_geo\":{\"lat\":\"x\",\"lng\":1}}]");
        post(documents, "[{\"id\":6,\"_geo\":5}]");
        post(documents, "[{\"id\":6},]");
        post(documents, "");
        post(documents, "[]");
        post(documents + "?primaryKey=other", "[{\"id\":7,\"other\":1}]");
        post(documents + "?bad=1", "[{\"id\":7}]");
        post("/indexes/bad%20uid/documents", "[{\"id\":7}]");
        post("/indexes/guess/documents", "[{\"movieId\":1,\"title\":\"a\"}]");
        post("/indexes/guess2/documents", "[{\"aid\":1,\"bid\":2}]");
        post("/indexes/guess3/documents", "[{\"title\":2}]");
        get("/indexes/guess");
    }

    private void formats() {
        String documents = "/indexes/s/documents";
        step("POST", documents, "application/x-ndjson", "{\"id\":8,\"title\":\"lines\"}\n{\"id\":9}\n");
        step("POST", documents, "application/x-ndjson", "{\"id\":8,\"title\":\"lines\"}\n{\"id\":");
        step("POST", documents, "text/csv", "id,title,price:number,ok:boolean\n10,\"a, b\",3.5,true\n11,c,1.5,false\n");
        step("POST", documents, "text/csv", "id,price:number\n12,abc\n");
        step("POST", documents + "?csvDelimiter=;", "text/csv", "id;title\n12;x\n");
        step("POST", documents + "?csvDelimiter=;;", "text/csv", "id;title\n12;x\n");
        step("POST", documents, "text/plain", "hello");
        step("POST", documents, null, "[{\"id\":1}]");
    }

    private void reads() {
        for (String path : List.of(
                "/documents/1",
                "/documents/3",
                "/documents/none",
                "/documents/1?fields=title",
                "/documents/4?fields=n.a",
                "/documents",
                "/documents?limit=2&offset=1&fields=id",
                "/documents?filter=price%20%3E%206",
                "/documents?filter=title%20%3D%20x",
                "/documents?limit=x",
                "/documents?sort=price:desc",
                "/stats")) {
            get("/indexes/s" + path);
        }
        post("/indexes/s/documents/fetch", "{\"ids\":[1,3,99],\"fields\":[\"id\",\"price\"]}");
        post("/indexes/s/documents/fetch", "{\"filter\":\"price EXISTS\",\"sort\":[\"price:asc\"],\"limit\":2}");
        post("/indexes/s/documents/fetch", "{\"filter\":\"price >\"}");
        post("/indexes/none/documents/fetch", "{}");
    }

    private void searches() {
        for (String body : List.of(
                "{}",
                "{\"q\":\"lamp\",\"facets\":[\"price\",\"kind\"]}",
                "{\"q\":\"lamp\",\"filter\":\"kind = a\",\"sort\":[\"price:desc\"]}",
                "{\"q\":\"the gren\",\"attributesToHighlight\":[\"*\"],\"showMatchesPosition\":true}",
                "{\"filter\":[[\"tags IS NULL\",\"tags NOT EXISTS\"]],\"attributesToRetrieve\":[\"title\"]}",
                "{\"page\":1,\"hitsPerPage\":2}",
                "{\"filter\":\"nothing = 1\"}",
                "{\"filter\":\"kind =\"}",
                "{\"filter\":\"title = x\"}",
                "{\"sort\":[\"kind:asc\"]}",
                "{\"sort\":[\"price:up\"]}",
                "{\"facets\":[\"title\"]}",
                "{\"distinct\":\"title\"}",
                "{\"distinct\":\"kind\",\"q\":\"\"}",
                "{\"limit\":\"x\"}",
                "{\"nothing\":1}",
                "{\"q\":")) {
            post("/indexes/s/search", body);
        }
        post("/indexes/none/search", "{}");
        get("/indexes/s/search?q=lamp&limit=1&attributesToRetrieve=id,title");
        get("/indexes/s/search?limit=x");
    }

    private void deletions() {
        json("DELETE", "/indexes/s/documents/1", null);
        json("DELETE", "/indexes/s/documents/none", null);
        json("DELETE", "/indexes/s/documents/bad%20id", null);
        post("/indexes/s/documents/delete-batch", "[2,3,77]");
        post("/indexes/s/documents/delete", "{\"filter\":\"price > 3\"}");
        post("/indexes/s/documents/delete", "{\"filter\":\"title = x\"}");
        post("/indexes/s/documents/delete", "{\"filter\":\"price >\"}");
        post("/indexes/s/documents/delete", "{}");
        json("DELETE", "/indexes/s/documents", null);
        get("/indexes/s/documents");
        json("DELETE", "/indexes/guess2", null);
    }

    private void tasks() {
        for (String query : List.of(
                "/0",
                "/4",
                "/999",
                "/x",
                "?limit=3",
                "?limit=2&from=5",
                "?statuses=failed&limit=2",
                "?types=indexCreation",
                "?indexUids=guess,s&limit=1",
                "?statuses=bogus",
                "?types=bogus",
                "?uids=1,2",
                "?limit=x",
                "?nothing=1",
                "?afterEnqueuedAt=yesterday")) {
            get("/tasks" + query);
        }
        get("/nothing/here");
        get("/health");
    }

    private void get(String path) {
        steps.get(path);
    }

    private void post(String path, String body) {
        steps.post(path, body);
    }

    private void json(String method, String path, @Nullable String body) {
        steps.json(method, path, body);
    }

    private void step(String method, String path, @Nullable String type, @Nullable String body) {
        steps.step(method, path, type, body);
    }
}
