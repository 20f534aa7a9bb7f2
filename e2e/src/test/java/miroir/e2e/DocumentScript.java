package miroir.e2e;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Documents that are refused late, and reads of documents, as Miroir relies on them in its nodes.
 *
 * <p>Not here, because an embedded node runs each task by itself: a real node puts tasks of one index together, and a
 * document that is refused late (too many fields in the index, a bad {@code _geo}, a deletion by a filter that cannot be
 * used) makes all tasks of its batch fail with its error, those before it too. A payload that fails by itself (ids, or
 * too many names on the top level of its own documents) leaves the others alone.
 */
final class DocumentScript {
    private static final int MOST_FIELDS = 65_536;

    private final Steps steps;

    private DocumentScript(Steps steps) {
        this.steps = steps;
    }

    /** Runs everything. */
    static List<Steps.Line> run(Api api) {
        DocumentScript script = new DocumentScript(new Steps(api));
        script.fields();
        script.fieldsBelow();
        script.places();
        script.primaryKeys();
        script.fetches();
        return script.steps.lines();
    }

    /** An index takes 65,536 names in all, whatever documents they are in and also when those are gone. */
    private void fields() {
        steps.documents("many", "{\"id\":1," + names("f", MOST_FIELDS - 2) + "}", "{\"id\":2}");
        steps.documents("many", "{\"id\":2,\"last\":1}");
        steps.documents("many", "{\"id\":3,\"more\":1}");
        steps.documents("many", "{\"id\":4,\"f1\":1}", "{\"id\":5,\"more\":1}");
        steps.documents("many", "{\"id\":4,\"f1\":{\"more\":1}}");
        steps.json("PUT", "/indexes/many/documents", "[{\"id\":2,\"more\":1}]");
        steps.json("PUT", "/indexes/many/documents?skipCreation=true", "[{\"id\":77,\"more\":1}]");
        steps.documents("many", "{\"id\":\"bad id\",\"more\":1}");
        steps.documents("many", "{\"id\":6,\"f1\":1}");
        steps.json("DELETE", "/indexes/many/documents/1", null);
        steps.documents("many", "{\"id\":7,\"more\":1}");
        steps.json("PATCH", "/indexes/many/settings", "{\"filterableAttributes\":[\"no\"]}");
        steps.json("DELETE", "/indexes/many/documents", null);
        steps.documents("many", "{\"id\":8,\"more\":1}");
        update("many", "{\"primaryKey\":\"another\"}");
        steps.documents("many", "{\"id\":9,\"f2\":1}");
        steps.get("/indexes/many/documents");
        steps.json("DELETE", "/indexes/many", null);
        steps.documents("many", "{\"id\":9,\"more\":1}");
    }

    private void fieldsBelow() {
        steps.documents("below", "{\"id\":1,\"o\":{" + names("f", MOST_FIELDS - 1) + "}}");
        steps.documents("below", "{\"id\":1,\"o\":[{" + names("f", 40_000) + "},[{" + names("g", 25_533) + "}]]}");
        steps.documents("below", "{\"id\":1,\"o\":{" + names("f", 3) + "},\"p\":[]}");
        steps.documents("below", "{\"id\":2,\"q\":1}");
        steps.documents("alone", "{\"id\":1," + names("f", MOST_FIELDS) + "}");
        steps.documents("alone", "{\"id\":1," + names("f", 40_000) + "}", "{\"id\":2," + names("g", 40_000) + "}");
        steps.documents("alone", "{\"id\":1," + names("f", MOST_FIELDS - 1) + "}");
        steps.post("/indexes/guessed/documents", "[{\"id\":1," + names("f", MOST_FIELDS) + "}]");
        steps.documents("geo", "{\"id\":1,\"_geo\":{\"lat\":1,\"lng\":2}," + names("f", MOST_FIELDS - 4) + "}");
        steps.documents("geo", "{\"id\":2,\"more\":1}");
        steps.get("/indexes/guessed");
    }

    /** No settings can be changed, whichever, while a document has a place that is none. */
    private void places() {
        steps.documents(
                "g", "{\"id\":1,\"_geo\":{\"lat\":1,\"lng\":2}}", "{\"id\":2,\"_geo\":5,\"t\":1}", "{\"id\":3}");
        String updated = steps.api().get("/indexes/g").json().path("updatedAt").asText();
        for (String change : List.of(
                "{\"filterableAttributes\":[\"_geo\",\"t\"],\"stopWords\":[\"a\"]}",
                "{\"sortableAttributes\":[\"_geo\"]}",
                "{\"filterableAttributes\":[\"*\"]}",
                "{\"pagination\":{\"maxTotalHits\":5}}",
                "{}")) {
            steps.json("PATCH", "/indexes/g/settings", change);
        }
        steps.json("PUT", "/indexes/g/settings/synonyms", "{\"a\":[\"b\"]}");
        update("g", "{\"primaryKey\":\"id\"}");
        update("g", "{\"primaryKey\":\"other\"}");
        String then = steps.api().get("/indexes/g").json().path("updatedAt").asText();
        steps.note("nothing was updated", updated.equals(then));
        steps.get("/indexes/g/settings");
        steps.json("DELETE", "/indexes/g/documents/2", null);
        steps.json("PATCH", "/indexes/g/settings", "{\"filterableAttributes\":[\"_geo\",\"t\"]}");
        steps.documents("g", "{\"id\":4}", "{\"id\":2,\"_geo\":5}");
        steps.documents("g", "{\"id\":4,\"_geo\":5}", "{\"id\":4,\"_geo\":{\"lat\":1,\"lng\":2}}");
        steps.documents("g", "{\"id\":5,\"_geo\":5}", "{\"id\":\"bad id\"}");
        steps.json("PUT", "/indexes/g/documents?skipCreation=true", "[{\"id\":9,\"_geo\":5}]");
        steps.json("PUT", "/indexes/g/documents", "[{\"id\":1,\"_geo\":{\"lat\":1}}]");
        for (String place : List.of(
                "\"x\"",
                "[]",
                "{}",
                "{\"lng\":1,\"more\":1}",
                "{\"lat\":\"a\",\"lng\":\"b\"}",
                "{\"lat\":null,\"lng\":1}",
                "{\"lat\":1,\"lng\":\"1d\"}",
                "{\"lat\":\"NaN\",\"lng\":1}",
                "{\"lat\":1,\"lng\":2,\"more\":3}",
                "{\"lat\":\"+1\",\"lng\":\".5\"}",
                "null")) {
            steps.documents("g", "{\"id\":6,\"_geo\":" + place + "}");
        }
        steps.get("/indexes/g/documents/1");
        steps.get("/indexes/g/documents/6");
        steps.get("/indexes/g/stats");
    }

    private void primaryKeys() {
        steps.post("/indexes", "{\"uid\":\"k\"}");
        update("k", "{\"primaryKey\":\"id\"}");
        update("k", "{\"primaryKey\":\"key\"}");
        steps.documents("k", "{\"id\":1,\"key\":2}");
        steps.post("/indexes/k/documents", "[{\"id\":1,\"key\":2}]");
        update("k", "{\"primaryKey\":\"id\"}");
        update("k", "{\"primaryKey\":\"key\"}");
        steps.get("/indexes/k");
        steps.json("DELETE", "/indexes/k/documents", null);
        update("k", "{\"primaryKey\":\"id\"}");
        steps.get("/indexes/k");
        steps.documents("k", "{\"id\":1,\"key\":2}");
    }

    private void fetches() {
        steps.documents(
                "plain", "{\"id\":1,\"t\":\"x\"}", "{\"id\":2,\"_vectors\":{}}", "{\"id\":3,\"v\":{\"w\":[1.5,null]}}");
        steps.documents("plain", "{\"id\":\"b-2\"}");
        for (String body : List.of(
                "{}",
                "{\"limit\":0}",
                "{\"limit\":1,\"offset\":1}",
                "{\"offset\":9}",
                "{\"ids\":[3,\"b-2\",99,1]}",
                "{\"ids\":[3,\"b-2\",99,1],\"limit\":1}",
                "{\"ids\":[3,\"b-2\",99,1],\"offset\":1,\"limit\":5,\"fields\":[\"id\"]}",
                "{\"ids\":[1,\"1\"]}",
                "{\"ids\":[]}",
                "{\"ids\":null}",
                "{\"ids\":[\"no id\"]}",
                "{\"ids\":[1.5]}",
                "{\"ids\":[null]}",
                "{\"ids\":1}",
                "{\"ids\":\"1\"}",
                "{\"ids\":[-1,true]}",
                "{\"filter\":\"t = x\"}",
                "{\"filter\":\"id = 1\"}",
                "{\"filter\":null}",
                "{\"filter\":\"\"}",
                "{\"filter\":[]}",
                "{\"filter\":5}",
                "{\"ids\":[1],\"filter\":\"t = x\"}",
                "{\"sort\":[\"t:asc\"]}",
                "{\"fields\":[]}",
                "{\"fields\":[\"*\"]}",
                "{\"fields\":[\"v.w\",\"none\"]}",
                "{\"fields\":null,\"retrieveVectors\":true}",
                "{\"fields\":[\"id\"],\"retrieveVectors\":true}",
                "{\"limit\":-1}",
                "{\"limit\":null}",
                "{\"more\":1}",
                "{\"feilds\":1}",
                "{\"retriveVector\":1}",
                "[]",
                "")) {
            steps.post("/indexes/plain/documents/fetch", body);
        }
        steps.post("/indexes/none/documents/fetch", "{\"ids\":[1]}");
        steps.get("/indexes/plain/documents?ids=1,3");
        steps.get("/indexes/plain/documents?ids=");
        steps.get("/indexes/plain/documents?ids=*");
        steps.get("/indexes/plain/documents?ids=1,no%20id");
        steps.get("/indexes/plain/documents?fields=");
        steps.get("/indexes/plain/documents?fields=id,");
        steps.get("/indexes/plain/documents?sort=");
        steps.get("/indexes/plain/documents/2?retrieveVectors=true");
        steps.get("/indexes/plain/documents?filter=t%20%3D%20x");
        steps.get("/indexes/plain/documents/b-2");
        steps.json("DELETE", "/indexes/plain/documents/b-2", null);
        steps.json("DELETE", "/indexes/plain/documents/b-2", null);
        steps.json("DELETE", "/indexes/plain/documents/no%20id", null);
        steps.json("DELETE", "/indexes/none/documents/1", null);
        steps.get("/indexes/plain/documents/b-2");
        for (String query :
                List.of("limit=1", "limit=0", "offset=1&limit=2", "offset=99", "limit=x", "limit=", "x=1")) {
            steps.get("/indexes?" + query);
        }
    }

    private void update(String uid, String body) {
        steps.json("PATCH", "/indexes/" + uid, body);
    }

    private static String names(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "\"" + prefix + i + "\":1")
                .collect(Collectors.joining(","));
    }
}
