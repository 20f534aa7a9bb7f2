package miroir.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the console says in a real browser, beside what the API says. */
final class ConsoleIT {
    private static Fleet fleet;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        fleet = Films.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
        }
        if (fleet != null) {
            fleet.close();
        }
    }

    private static Visitor visitor() {
        return browser.visit(fleet.miroirAddress().toString());
    }

    @Test
    void the_overview_says_healthy_and_counts() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console");
            assertThat(visitor.text("#status-word")).isEqualTo("Healthy");
            assertThat(visitor.text("#status-sentence")).isEqualTo("All 3 nodes answer and all 128 copies serve.");
            assertThat(visitor.text("#loss")).contains("Yes");
            assertThat(page.locator("#attention")).hasCount(0);
            assertThat(page.locator(".tile").allInnerTexts())
                    .anySatisfy(tile -> assertThat(tile).contains("Nodes up").contains("3 / 3"))
                    .anySatisfy(
                            tile -> assertThat(tile).contains("Copies serving").contains("128 / 128"))
                    .anySatisfy(tile -> assertThat(tile).contains("Documents").contains("2,000"));
            assertThat(page.locator(".strip-row")).containsText("films");
        }
    }

    @Test
    void the_nodes_page_says_what_the_topology_says() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/nodes");
            for (JsonNode node : fleet.miroir().get("/_miroir/topology").json().path("nodes")) {
                String row = page.locator("#node-" + node.path("id").asText()).innerText();
                assertThat(row)
                        .contains(
                                node.path("address").asText(),
                                "Healthy",
                                node.path("reason").asText())
                        .contains(node.path("serving").asInt() + " of "
                                + node.path("copies").asInt());
            }
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("node-a"))
                    .click();
            assertThat(page.locator("h1")).hasText("node-a");
            assertThat(page.locator(".copy-link"))
                    .hasCount(Copies.ofApi(fleet.miroir()).stream()
                            .filter(c -> c.contains(" node-a "))
                            .toList()
                            .size());
        }
    }

    @Test
    void the_map_and_its_table_show_every_copy_where_the_API_says_it_is() {
        try (Visitor visitor = visitor()) {
            Set<String> copies = Copies.ofApi(fleet.miroir());
            assertThat(copies).hasSize(128);
            Page page = visitor.open("/console/shards?index=films");
            assertThat(Copies.ofMap(page)).isEqualTo(copies);
            Copies.standInTheirRow(page);
            assertThat(visitor.text("#words-h + ul")).isEqualTo("64 shards have both copies serving.");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("shards").setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile("rows=shards"));
            assertThat(Copies.ofMap(page)).isEqualTo(copies);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("table"))
                    .click();
            assertThat(page.locator("#copies-table")).isVisible();
            assertThat(Copies.ofTable(page)).isEqualTo(copies);
        }
    }

    @Test
    void a_shard_its_index_and_the_help_explain_themselves() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/shards?index=films");
            page.locator(".cell[id^=copy-7-]").first().click();
            assertThat(page.locator("h1")).containsText("shard 7 of 64");
            assertThat(page.locator("#shard-state")).containsText("Both copies serve.");
            assertThat(page.locator("#copies-table tbody tr")).hasCount(2);
            visitor.open("/console/indexes");
            assertThat(page.locator("#index-films")).containsText("2,000");
            visitor.open("/console/help");
            assertThat(page.getByText("standing by").first()).isVisible();
            visitor.open("/console/nodes/nowhere", 404);
            assertThat(page.locator("h1")).hasText("Not found");
        }
    }

    @Test
    void a_search_finds_marks_narrows_and_explains_a_wrong_filter() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/search?index=films");
            page.locator("#q").fill("lantern");
            assertThat(page.locator("#search-summary")).containsText("of 200 documents");
            assertThat(page.locator(".hit mark").first()).hasText("Lantern");
            assertThat(page.locator(".hit")).hasCount(20);
            page.locator(".facet a", new Page.LocatorOptions().setHasText("Drama"))
                    .click();
            assertThat(page.locator("#search-summary")).containsText("of 100 documents");
            assertThat(page.locator("#filter")).hasValue(Pattern.compile("genre = \"?Drama"));
            page.locator("#filter").fill("year >");
            String problem = fleet.miroir()
                    .post("/indexes/films/search", "{\"filter\":\"year >\"}")
                    .json()
                    .path("message")
                    .asText();
            assertThat(page.locator("#search-error"))
                    .containsText(problem.lines().findFirst().orElseThrow());
            assertThat(page.locator("#search-error")).containsText("invalid_search_filter");
        }
    }

    @Test
    void tasks_are_listed_filtered_and_taken_apart() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/tasks");
            assertThat(page.locator("#task-2")).containsText("Add documents");
            page.getByLabel("Type").selectOption("settingsUpdate");
            assertThat(page.locator("#tasks-table tbody tr")).hasCount(1);
            assertThat(page.locator("#task-1")).containsText("Change settings");
            page.getByText("Clear filter").click();
            page.locator("#task-2 th a").click();
            assertThat(page.locator("#parts-table tbody tr")).hasCount(6);
            assertThat(page.locator("#task-live")).containsText("\"indexedDocuments\" : 2000");
        }
    }

    @Test
    void a_lost_node_shows_without_a_reload_and_so_does_its_return() {
        try (Visitor visitor = visitor();
                Visitor atTheMap = visitor()) {
            Page page = visitor.open("/console");
            Page map = atTheMap.open("/console/shards?index=films");
            page.evaluate("window.stillTheSamePage = true");
            fleet.nodeProgram(1).kill();
            assertThat(page.locator("#status-word")).hasText("Degraded");
            assertThat(page.locator("#top-status")).containsText("Degraded");
            assertThat(page.locator("#announce")).containsText("Cluster is Degraded.");
            assertThat(page.locator("#status-sentence")).containsText("Every document is searchable, but node-b");
            assertThat(page.locator("#attention")).containsText("node-b does not answer");
            assertThat(page.locator("#loss")).containsText("No");
            Object same = page.evaluate("window.stillTheSamePage");
            assertThat(same).isEqualTo(true);
            long lost = Copies.ofApi(fleet.miroir()).stream()
                    .filter(c -> c.contains(" node-b "))
                    .count();
            assertThat(map.locator(".cell .copy-unreachable")).hasCount((int) lost);
            assertThat(Copies.ofMap(map)).isEqualTo(Copies.ofApi(fleet.miroir()));
            assertThat(map.locator(".cell[id^=lack-]")).hasCount((int) lost);
            visitor.accessible();
            atTheMap.accessible();
            visitor.open("/console/search?index=films&q=lantern");
            assertThat(page.locator("#search-summary")).containsText("of 200 documents");
            visitor.open("/console");
            fleet.restartNode(1);
            assertThat(page.locator("#status-word")).hasText("Healthy");
            assertThat(map.locator(".cell .copy-unreachable")).hasCount(0);
        } finally {
            fleet.awaitNodesUp();
        }
    }
}
