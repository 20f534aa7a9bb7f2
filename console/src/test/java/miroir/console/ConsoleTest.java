package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import miroir.engine.api.AuditEntry;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.EngineView;
import miroir.engine.api.SearchReply;
import miroir.engine.api.TaskCounts;
import miroir.engine.api.TaskPage;
import miroir.engine.api.TaskPicture;
import miroir.engine.api.TaskQuery;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConsoleTest {
    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
                    + "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
    private static final FixedEngine ENGINE = new FixedEngine(Pictures.degraded(), Samples.tasks(), Samples.films());
    private static Site site;
    private static Site empty;

    @BeforeAll
    static void start() {
        site = Site.of(ENGINE);
        empty = Site.of(new FixedEngine(Pictures.empty(), List.of(), Samples.refusal()));
    }

    @AfterAll
    static void stop() {
        site.close();
        empty.close();
    }

    @ParameterizedTest
    @CsvSource({
        "/console, overview-live",
        "/console/nodes, nodes-live",
        "/console/nodes/node-b, node-live",
        "/console/shards, shards-live",
        "/console/shards/movies/5, shard-live",
        "/console/indexes, indexes-live",
        "/console/tasks, tasks-live",
        "/console/search?index=movies, search-results"
    })
    void the_cluster_is_painted_once_for_each_answer(String path, String fragment) {
        int before = ENGINE.paintings.get();
        site.get(path);
        assertThat(ENGINE.paintings.get() - before).as("page").isEqualTo(1);
        site.fragment(path, fragment);
        assertThat(ENGINE.paintings.get() - before).as("page and refresh").isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console",
                "/console/nodes",
                "/console/nodes/node-b",
                "/console/shards",
                "/console/shards?index=news&rows=shards",
                "/console/shards?index=news&view=table&problems=1",
                "/console/shards/movies/5",
                "/console/tasks",
                "/console/tasks?status=failed&from=8110",
                "/console/tasks/8103",
                "/console/indexes",
                "/console/search",
                "/console/search?index=movies&q=mirror",
                "/console/help"
            })
    void every_page_answers_whole_with_its_headers(String path) {
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains(POLICY);
        assertThat(page.headers().firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(page.headers().firstValue("Referrer-Policy")).contains("same-origin");
        assertThat(page.headers().firstValue("Cache-Control")).contains("no-store");
        assertThat(page.headers().firstValue("Content-Type").orElse("")).startsWith("text/html");
        assertThat(page.body()).startsWith("<!doctype html>").contains("</html>", "id=\"main\"", "Skip to content");
        assertThat(page.body().split("<h1", -1)).as("one h1").hasSize(2);
        assertThat(page.body()).doesNotContain(" style=");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/nodes", "/shards", "/tasks", "/indexes", "/search", "/help"})
    void with_nothing_in_it_every_page_still_answers(String path) {
        assertThat(empty.get("/console" + path).statusCode()).isEqualTo(200);
    }

    @Test
    void an_empty_cluster_says_the_next_step() {
        assertThat(empty.get("/console/nodes").body()).contains("java -jar miroir.jar node add");
        assertThat(empty.get("/console/indexes").body()).contains("/indexes/movies/documents");
    }

    @Test
    void on_a_narrow_screen_the_problem_of_a_part_stands_below_its_status() {
        assertThat(site.get("/console/tasks/8103").body())
                .contains("<th scope=\"col\" class=\"wide\">Problem</th>", "<td class=\"why wide\">Document identifier")
                .containsPattern("Failed[^a-zA-Z]*(?:</span>\\s*)+<span class=\"sub slim\">Document identifier");
    }

    @Test
    void first_steps_are_shown_of_a_new_cluster_but_not_while_its_state_is_withheld() {
        assertThat(empty.get("/console").body())
                .contains("First steps", "Nothing to lose yet", "How to create the first one");
        FixedEngine foreign =
                new FixedEngine(Pictures.empty().unavailable("Use `adopt`."), List.of(), Samples.refusal());
        try (Site withheld = Site.of(foreign)) {
            assertThat(withheld.get("/console").body())
                    .contains("Use <code>adopt</code>.", "This state knows of no index")
                    .doesNotContain("First steps", "Nothing to lose yet", "How to create the first one", "attention-h");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "/console, overview-live",
        "/console/nodes, nodes-live",
        "/console/nodes/node-a, node-live",
        "/console/indexes, indexes-live",
        "/console/shards?index=movies, shards-live",
        "/console/shards/movies/3, shard-live",
        "/console/tasks?status=failed, tasks-live",
        "/console/tasks/8121, task-live",
        "/console/search?q=mirror, search-results"
    })
    void a_fragment_is_the_part_of_the_page_that_htmx_replaces(String path, String target) {
        String answer = site.fragment(path, target).body();
        int header = answer.indexOf("<a class=\"top-status\"");
        String fragment = (header < 0 ? answer : answer.substring(0, header)).strip();
        assertThat(fragment).startsWith("<div id=\"" + target + "\"").endsWith("</div>");
        assertThat(site.get(path).body()).contains(fragment);
        assertThat(site.get(path, "HX-Request", "true", "HX-Target", target, "HX-History-Restore-Request", "true")
                        .body())
                .startsWith("<!doctype html>");
    }

    @ParameterizedTest
    @CsvSource({"/console, overview-live", "/console/tasks, tasks-live", "/console/shards, shards-live"})
    void a_refresh_brings_the_status_in_the_header_along(String path, String target) {
        assertThat(site.fragment(path, target).body()).contains("id=\"top-status\"", "hx-swap-oob=\"true\"");
        assertThat(site.get(path).body()).contains("id=\"top-status\"").doesNotContain("hx-swap-oob");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/console/nope",
                "/console/nodes/nope",
                "/console/shards/movies/64",
                "/console/tasks/1",
                "/console/tasks/x",
                "/console/shards?index=nope"
            })
    void what_is_not_there_is_a_page_that_says_so(String path) {
        HttpResponse<String> page = site.get(path);
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body()).contains("<h1>Not found</h1>");
        assertThat(page.headers().firstValue("Content-Security-Policy")).contains(POLICY);
    }

    @ParameterizedTest
    @CsvSource({
        "app.css, text/css",
        "app.js, text/javascript",
        "htmx.min.js, text/javascript",
        "logo.svg, image/svg+xml"
    })
    void files_are_served_to_be_kept(String file, String type) {
        HttpResponse<String> answer = site.get("/console/static/" + file);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type").orElse("")).startsWith(type);
        assertThat(answer.headers().firstValue("Cache-Control").orElse("")).contains("immutable");
        assertThat(site.get("/console/static/none.css").statusCode()).isEqualTo(404);
    }

    @Test
    void document_content_is_escaped_and_only_highlights_are_marked() {
        String body = site.get("/console/search?index=movies&q=mirror").body();
        assertThat(body)
                .contains("The &lt;em&gt;<mark>Mirror</mark>&lt;/em&gt;")
                .doesNotContain("<script>alert", "<em>");
        assertThat(body).contains("lacks 2 shards: 3, 17");
        assertThat(body).contains("Horror &amp; ");
    }

    @Test
    void a_query_is_escaped_where_it_is_shown_again() {
        String body = site.get("/console/search?q=%22%3E%3Cscript%3E&filter=%27%3B%20rm")
                .body();
        assertThat(body).doesNotContain("\"><script>").contains("value=\"&#34;");
    }

    @Test
    void the_search_asks_the_engine_what_the_curl_shows() {
        ENGINE.searches.clear();
        String body = site.get("/console/search?index=movies&q=carol&sort=year:desc&facets=&filter=year%3E1990")
                .body();
        assertThat(ENGINE.searches).hasSize(1);
        assertThat(ENGINE.searches.get(0))
                .startsWith("{\"q\":\"carol\",\"limit\":20,\"filter\":\"year>1990\",\"sort\":[\"year:desc\"]")
                .doesNotContain("\"facets\"");
        assertThat(body).contains("/indexes/movies/search").contains("\"q\":\"carol\"");
    }

    @Test
    void tables_can_be_taken_along_as_csv() {
        assertThat(site.get("/console/export/nodes.csv").body().lines()).hasSize(6);
        assertThat(site.get("/console/export/shards.csv?index=movies").body().lines())
                .hasSize(129);
        assertThat(site.get("/console/export/tasks.csv?status=failed").body().lines())
                .hasSize(3);
        assertThat(site.get("/console/export/tasks.csv").headers().firstValue("Content-Disposition"))
                .contains("attachment; filename=\"miroir-tasks.csv\"");
    }

    @Test
    void pages_of_tasks_follow_each_other_without_gap() {
        String first = site.get("/console/tasks").body();
        assertThat(first).contains("id=\"task-8074\"", "from=8073").doesNotContain("id=\"task-8073\"");
        assertThat(site.get("/console/tasks?from=8073").body()).contains("id=\"task-8073\"", ">Newest<");
    }

    @Test
    void a_page_that_fails_shows_no_inner_detail() {
        try (Site broken = new Site(new Broken(), null, InstantSource.fixed(Pictures.NOW))) {
            HttpResponse<String> page = broken.get("/console/nodes");
            assertThat(page.statusCode()).isEqualTo(500);
            assertThat(page.body()).contains("This page failed").doesNotContain("secret detail");
        }
    }

    /** An engine whose every answer fails. */
    private static final class Broken implements EngineView {
        @Override
        public ClusterPicture cluster() {
            throw new IllegalStateException("secret detail");
        }

        @Override
        public TaskCounts openTasks() {
            throw new IllegalStateException("secret detail");
        }

        @Override
        public TaskPage tasks(TaskQuery query) {
            throw new IllegalStateException("secret detail");
        }

        @Override
        public Optional<TaskPicture> task(long uid) {
            return Optional.empty();
        }

        @Override
        public List<AuditEntry> audit(int limit) {
            return List.of();
        }

        @Override
        public CompletableFuture<SearchReply> search(String indexUid, byte[] body) {
            return CompletableFuture.failedFuture(new IOException("secret detail"));
        }
    }
}
