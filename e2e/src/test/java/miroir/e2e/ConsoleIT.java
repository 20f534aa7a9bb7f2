package miroir.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The console in a real browser, before a fleet with data. */
final class ConsoleIT {
    private static final int DOCUMENTS = 2000;
    private static final String[] GENRES = {"Drama", "Comedy", "Horror", "Western"};
    private static final List<String> PAGES = List.of(
            "/console",
            "/console/nodes",
            "/console/nodes/node-a",
            "/console/shards?index=films",
            "/console/shards?index=films&rows=shards",
            "/console/shards?index=films&view=table",
            "/console/shards/films/7",
            "/console/indexes",
            "/console/search?index=films&q=lantern",
            "/console/tasks",
            "/console/tasks/2",
            "/console/help");
    /** The words with which the console names what the API says of a copy. */
    private static final Map<String, String> WORDS = Map.of(
            "inSync true true", "serving",
            "inSync true false", "serving, standing by",
            "inSync false false", "unreachable",
            "syncing false false", "building",
            "stale false false", "stale");

    private static Fleet fleet;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 3, 2, 64, true));
        Api miroir = fleet.miroir();
        miroir.succeed(miroir.post("/indexes", "{\"uid\":\"films\",\"primaryKey\":\"id\"}"));
        miroir.succeed(miroir.json(
                "PATCH",
                "/indexes/films/settings",
                "{\"filterableAttributes\":[\"genre\",\"year\"],\"sortableAttributes\":[\"year\"]}"));
        miroir.succeed(miroir.post("/indexes/films/documents", documents()));
        Api.until("every document is counted", () -> counted() == DOCUMENTS);
    }

    private static String documents() {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i < DOCUMENTS; i++) {
            String title = (i % 10 == 0 ? "The Lantern " : "The Harbour ") + i;
            documents.add("{\"id\":" + i + ",\"title\":\"" + title + "\",\"genre\":\"" + GENRES[i % 4] + "\",\"year\":"
                    + (1950 + i % 70) + "}");
        }
        return "[" + String.join(",", documents) + "]";
    }

    private static long counted() {
        long sum = 0;
        for (JsonNode shard :
                fleet.miroir().get("/_miroir/indexes/films/shards").json()) {
            sum += Math.max(0, shard.path("documents").asLong());
        }
        return sum;
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

    private static Visitor withoutScripts() {
        return browser.visit(fleet.miroirAddress().toString(), new NewContextOptions().setJavaScriptEnabled(false));
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
                    .hasCount(copies().stream()
                            .filter(c -> c.contains(" node-a "))
                            .toList()
                            .size());
        }
    }

    /** Every copy by the API: "shard node rank word". */
    private static Set<String> copies() {
        Set<String> copies = new TreeSet<>();
        for (JsonNode shard :
                fleet.miroir().get("/_miroir/indexes/films/shards").json()) {
            for (JsonNode copy : shard.path("copies")) {
                String key =
                        copy.path("state").asText() + " " + copy.path("serving").asBoolean() + " "
                                + copy.path("asked").asBoolean();
                copies.add(shard.path("shard").asInt() + " " + copy.path("node").asText() + " "
                        + copy.path("rank").asInt() + " " + WORDS.get(key));
            }
        }
        return copies;
    }

    /** Every copy by the cells of a map: where they stand and what they say must agree. */
    private static Set<String> cells(Page page) {
        Pattern title = Pattern.compile("films shard (\\d+), rank (\\d+), (\\S+): (.*), [\\d,]+ documents.*");
        Set<String> copies = new TreeSet<>();
        for (Object label : (List<?>) page.locator(".cell[id^=copy-]")
                .evaluateAll("cells => cells.map(c => c.id + '|' + c.getAttribute('aria-label'))")) {
            String[] both = label.toString().split("\\|", 2);
            var match = title.matcher(both[1]);
            assertThat(match.matches()).as(both[1]).isTrue();
            assertThat(both[0]).isEqualTo("copy-" + match.group(1) + "-" + match.group(3));
            copies.add(match.group(1) + " " + match.group(3) + " " + match.group(2) + " " + match.group(4));
        }
        return copies;
    }

    private static Set<String> tableRows(Page page) {
        Set<String> copies = new TreeSet<>();
        for (Object row : (List<?>) page.locator("#copies-table tbody tr")
                .evaluateAll("rows => rows.map(r => [0, 1, 3].map(i => r.cells[i].innerText.trim()).join(' ')"
                        + " + ' ' + r.querySelector('.copy-state > span').innerText.trim())")) {
            copies.add(row.toString());
        }
        return copies;
    }

    @Test
    void the_map_and_its_table_show_every_copy_where_the_API_says_it_is() {
        try (Visitor visitor = visitor()) {
            Set<String> copies = copies();
            assertThat(copies).hasSize(128);
            Page page = visitor.open("/console/shards?index=films");
            assertThat(cells(page)).isEqualTo(copies);
            assertCellsStandInTheirRow(page);
            assertThat(visitor.text("#words-h + ul")).isEqualTo("64 shards have both copies serving.");
            page.getByRole(
                            AriaRole.LINK,
                            new Page.GetByRoleOptions().setName("shards").setExact(true))
                    .click();
            assertThat(page).hasURL(Pattern.compile("rows=shards"));
            assertThat(cells(page)).isEqualTo(copies);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("table"))
                    .click();
            assertThat(page.locator("#copies-table")).isVisible();
            assertThat(tableRows(page)).isEqualTo(copies);
        }
    }

    /** With nodes as rows: each cell is in its node's row and under its shard's number. */
    private static void assertCellsStandInTheirRow(Page page) {
        Object astray = page.evaluate("""
                () => [...document.querySelectorAll('.map tbody tr')].flatMap(row => {
                  const name = row.querySelector('th').innerText.trim().split(/\\s/)[0];
                  const ticks = [...row.closest('table').querySelectorAll('.tick')];
                  return [...row.querySelectorAll('.cell[id^=copy-]')].filter(cell => {
                    const [, shard, node] = cell.id.match(/^copy-(\\d+)-(.*)$/);
                    const tick = ticks.find(t => t.firstChild.data === shard);
                    const middle = e => e.getBoundingClientRect().left + e.getBoundingClientRect().width / 2;
                    return node !== name || Math.abs(middle(tick) - middle(cell.querySelector('rect'))) > 2;
                  }).map(cell => cell.id);
                })
                """);
        assertThat((List<?>) astray).isEmpty();
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
            long lost = copies().stream().filter(c -> c.contains(" node-b ")).count();
            assertThat(map.locator(".cell .copy-unreachable")).hasCount((int) lost);
            assertThat(cells(map)).isEqualTo(copies());
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

    @Test
    void everything_can_be_read_without_scripts() {
        try (Visitor visitor = withoutScripts()) {
            Page page = visitor.open("/console");
            assertThat(visitor.text("#status-word")).isEqualTo("Healthy");
            Locator navigation = page.getByRole(AriaRole.NAVIGATION, new Page.GetByRoleOptions().setName("Main"));
            navigation.getByText("Shards").click();
            assertThat(page.locator(".cell[id^=copy-]")).hasCount(128);
            page.locator(".cell[id^=copy-7-]").first().click();
            assertThat(page.locator("h1")).containsText("shard 7 of 64");
            navigation.getByText("Search").click();
            page.locator("#q").fill("lantern");
            page.locator("#filter").fill("genre = Drama");
            page.locator("#search-form button").click();
            assertThat(page.locator("#search-summary")).containsText("of 100 documents");
            navigation.getByText("Tasks").click();
            page.getByLabel("Type").selectOption("settingsUpdate");
            page.getByText("Filter", new Page.GetByTextOptions().setExact(true)).click();
            assertThat(page.locator("#tasks-table tbody tr")).hasCount(1);
            page.locator("#task-1 th a").click();
            assertThat(page.locator("#parts-table tbody tr").first()).isVisible();
        }
    }

    @Test
    void every_page_is_accessible() {
        try (Visitor visitor = visitor()) {
            for (String path : PAGES) {
                visitor.open(path);
                visitor.accessible();
            }
            visitor.open("/console/nowhere", 404);
            visitor.accessible();
        }
    }

    @Test
    void every_page_is_legible_in_the_dark_and_fits_a_narrow_screen() {
        NewContextOptions dark =
                new NewContextOptions().setColorScheme(ColorScheme.DARK).setViewportSize(320, 700);
        try (Visitor visitor = browser.visit(fleet.miroirAddress().toString(), dark)) {
            for (String path : PAGES) {
                visitor.open(path);
                visitor.fits();
                visitor.legible();
            }
            visitor.page().locator(".menu-button").click();
            visitor.accessible();
        }
    }

    @Test
    void the_keyboard_reaches_the_content_and_walks_the_map() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/shards?index=films");
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            page.keyboard().press("Enter");
            assertThat(page.locator("main")).isFocused();
            Locator row = page.locator(".map tbody tr").first().locator(".cell");
            row.first().focus();
            page.keyboard().press("ArrowRight");
            assertThat(row.nth(1)).isFocused();
            page.keyboard().press("End");
            assertThat(row.last()).isFocused();
            page.keyboard().press("ArrowDown");
            Locator second = page.locator(".map tbody tr").nth(1).locator(".cell:focus");
            assertThat(second).hasCount(1);
            String href = second.getAttribute("href");
            page.keyboard().press("Enter");
            assertThat(page).hasURL(fleet.miroirAddress() + href);
        }
    }

    @Test
    void a_refresh_leaves_the_focus_on_its_copy() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/shards?index=films");
            page.locator(".cell[id^=copy-7-]").first().focus();
            String id = page.evaluate("document.activeElement.id").toString();
            page.evaluate("document.querySelector('#shards-live').classList.add('old')");
            assertThat(page.locator("#shards-live.old")).hasCount(0);
            assertThat(page.locator("#" + id)).isFocused();
        }
    }

    @Test
    void a_master_key_shuts_the_console_until_one_signs_in(@TempDir Path folder) throws IOException {
        int port = Program.freePort();
        String key = "a-long-enough-master-key";
        Path config = folder.resolve("miroir.yml");
        Files.writeString(
                config,
                "port: " + port + "\ndata: " + folder.resolve("data") + "\nmasterKey: " + key + "\nnodes: []\n");
        String address = "http://127.0.0.1:" + port;
        try (Program guarded =
                Program.jar(List.of("serve", "--config", config.toString()), folder.resolve("log"), "-Xmx300m")) {
            Api.until("Miroir answers", new Api(URI.create(address), key)::healthy);
            assertThat(guarded.alive()).isTrue();
            for (boolean scripts : new boolean[] {true, false}) {
                try (Visitor visitor = browser.visit(address, new NewContextOptions().setJavaScriptEnabled(scripts))) {
                    Page page = visitor.open("/console/nodes");
                    assertThat(page).hasURL(Pattern.compile("/console/login"));
                    page.getByLabel("Master key").fill("wrong");
                    page.keyboard().press("Enter");
                    assertThat(page.locator("#login-error")).containsText("This is not the master key.");
                    page.getByLabel("Master key").fill(key);
                    page.keyboard().press("Enter");
                    assertThat(page).hasURL(Pattern.compile("/console/nodes$"));
                    assertThat(page.locator("main")).containsText("No node yet");
                    if (scripts) {
                        visitor.accessible();
                    }
                    page.getByText("Sign out").click();
                    assertThat(page).hasURL(Pattern.compile("/console/login"));
                    if (scripts) {
                        visitor.accessible();
                    }
                    visitor.open("/console");
                    assertThat(page).hasURL(Pattern.compile("/console/login"));
                }
            }
        }
    }
}
