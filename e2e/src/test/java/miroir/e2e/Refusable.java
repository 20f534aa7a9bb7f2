package miroir.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.StringJoiner;

/**
 * Requests that one node refuses, or takes although they look as if it would not, from files with an index and a body in
 * each line.
 */
final class Refusable {
    private Refusable() {}

    /** Three indexes: with rules of all kinds, with nothing set, with places. */
    static void prepare(Api api) {
        StringBuilder books = new StringBuilder();
        StringBuilder places = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            String separator = i == 0 ? "[" : ",";
            books.append(separator).append("""
                    {"id":%1$d,"title":"Dune %1$d","summary":"sand","genre":"sf","year":%2$d,"price":%1$d,"cost_a":%1$d,\
                    "notes":"n","private_x":1,"rank":%1$d,"shelf":{"x":%1$d},"secret":1}""".formatted(i, 1900 + i));
            places.append(separator).append("""
                    {"id":%1$d,"name":"Place %1$d","_geo":{"lat":%1$d,"lng":%1$d}}""".formatted(i));
        }
        fill(api, "bare", "{}", books);
        fill(api, "places", """
                {"filterableAttributes":["_geo","name"],"sortableAttributes":["_geo","name"]}""", places);
        fill(api, "books", """
                {"filterableAttributes":["genre","year",
                  {"attributePatterns":["price","cost*"],"features":{"facetSearch":false,
                   "filter":{"equality":true,"comparison":false}}},
                  {"attributePatterns":["notes","private_*"],"features":{"facetSearch":true,
                   "filter":{"equality":false,"comparison":false}}},
                  {"attributePatterns":["rank"],"features":{"facetSearch":false,
                   "filter":{"equality":false,"comparison":true}}}],
                 "sortableAttributes":["year","shelf"],"searchableAttributes":["title","summary"],
                 "displayedAttributes":["id","title","genre","price","year"]}""", books);
    }

    private static void fill(Api api, String uid, String settings, StringBuilder documents) {
        api.succeed(api.post("/indexes", "{\"uid\":\"" + uid + "\",\"primaryKey\":\"id\"}"));
        api.succeed(api.json("PATCH", "/indexes/" + uid + "/settings", settings));
        api.succeed(api.post("/indexes/" + uid + "/documents", documents + "]"));
    }

    /** Searches and lists of documents, as POST and, where a query string can say the same, as GET. */
    static List<Question> reads() {
        List<Question> all = new ArrayList<>();
        for (Line line : lines("questionable-searches.txt")) {
            all.add(Question.post(line.path("/search"), line.body()));
            line.addGet("/search", all);
        }
        for (Line line : lines("questionable-lists.txt")) {
            all.add(Question.post(line.path("/documents/fetch"), line.body()));
            line.addGet("/documents", all);
        }
        for (String path : List.of(
                "/books/documents/fetch",
                "/books/documents/delete",
                "/books/documents/delete-batch",
                "/books/documents/x%20y",
                "/books/documents/1?useNetwork=true",
                "/books/documents/1?fields=title&unknown=1",
                "/no!where/documents/1?unknown=1",
                "?limit=18446744073709551615&offset=1",
                "?offset=18446744073709551615&limit=3",
                "?limit=18446744073709551616",
                "?offset=-1")) {
            all.add(Question.get("/indexes" + path));
        }
        return all;
    }

    /** Deletions by filter. */
    static List<Question> deletions() {
        return lines("questionable-deletions.txt").stream()
                .map(line -> Question.post(line.path("/documents/delete"), line.body()))
                .toList();
    }

    private record Line(String uid, String body) {
        String path(String route) {
            return "/indexes/" + uid + route;
        }

        void addGet(String route, List<Question> to) {
            JsonNode json = parsed();
            if (!json.isObject()) {
                return;
            }
            StringJoiner query = new StringJoiner("&", "?", "");
            for (var member : json.properties()) {
                if (!member.getKey().equals("cropMarker")) {
                    query.add(member.getKey() + "=" + encoded(text(member.getKey(), member.getValue())));
                }
            }
            to.add(Question.get(path(route) + query));
        }

        private JsonNode parsed() {
            try {
                return Api.JSON.readTree(body);
            } catch (JsonProcessingException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static String text(String name, JsonNode value) {
            if (!value.isArray() || name.equals("filter")) {
                return value.isTextual() ? value.textValue() : value.toString();
            }
            StringJoiner list = new StringJoiner(",");
            value.forEach(part -> list.add(part.asText()));
            return list.toString();
        }

        private static String encoded(String text) {
            return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
        }
    }

    private static List<Line> lines(String file) {
        try (InputStream in = Objects.requireNonNull(Refusable.class.getResourceAsStream(file), file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .map(parts -> new Line(parts[0], parts[1]))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
