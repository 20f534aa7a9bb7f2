package miroir.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions.ContainsTextOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The topology is changed in a real browser. One fleet goes through all of it, so the tests have an order. */
@TestMethodOrder(OrderAnnotation.class)
final class TopologyConsoleIT {
    private static final double LONG = 180_000;
    /** Nobody writes to this index. */
    private static final String QUIET = "books";

    private static Fleet fleet;
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
        fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 3, 2, 8, true));
        Films.fill(fleet.miroir());
        Films.fill(fleet.miroir(), QUIET);
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

    private static void press(Page page, String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    private static String status(String operation) {
        JsonNode found = fleet.miroir().get("/_miroir/operations/" + operation).json();
        return found.path("status").asText();
    }

    private static void askFor(Page page, String id, String address) {
        page.navigate("/console/topology");
        page.locator("#add-node-id").fill(id);
        page.locator("#add-node-address").fill(address);
        page.locator("#add-node button").click();
    }

    /** Waits for the operation on its page, which refreshes itself. */
    private static void ends(Page page, String word) {
        assertThat(page.locator("#operation-live .big-state"))
                .containsText(word, new ContainsTextOptions().setTimeout(LONG));
    }

    @Test
    @Order(1)
    void a_node_drained_in_the_browser_is_safe_to_stop_and_no_search_misses_anything() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/nodes/node-c");
            try (Traffic clients = Traffic.on(fleet.miroir())) {
                press(page, "Drain node-c");
                Planned planned = Planned.on(page);
                assertThat(page.locator("#headline")).containsText("every shard keeps at least 2 live copies");
                String operation = Planned.apply(page);
                page.evaluate("window.stillTheSamePage = true");
                assertThat(page.locator("#operation-live")).containsText("Do not switch off node-c yet");
                ends(page, "Succeeded");
                assertThat(page.locator("#operation-live"))
                        .containsText("node-c holds nothing any more, verified: it is safe to stop.");
                Object same = page.evaluate("window.stillTheSamePage");
                assertThat(same).isEqualTo(true);
                planned.matches(page, fleet.miroir(), operation, QUIET);
                fleet.nodeProgram(2).kill();
                clients.serve();
            }
            visitor.open("/console/nodes/node-c");
            assertThat(page.locator("main")).containsText("it is safe to stop");
            assertThat(page.locator("#node-live")).containsText("It is drained, and does not answer.");
            assertThat(page.locator("#top-status")).containsText("Healthy");
        }
    }

    @Test
    @Order(2)
    void a_node_added_in_the_browser_takes_its_share_and_older_plans_are_made_anew() {
        String address = fleet.spareNode().toString();
        try (Visitor visitor = visitor();
                Traffic clients = Traffic.on(fleet.miroir())) {
            Page page = visitor.page();
            askFor(page, "node-y", address);
            String old = page.url();
            askFor(page, "node-x", address);
            Planned planned = Planned.on(page);
            String operation = Planned.apply(page);
            ends(page, "Succeeded");
            planned.matches(page, fleet.miroir(), operation, QUIET);
            page.navigate(old);
            assertThat(page.locator("#standing")).containsText("The topology has changed since this plan was made");
            page.locator("#apply").click();
            press(page, "Apply: add node-y");
            assertThat(page).hasURL(Pattern.compile("/console/plans/[0-9a-f]+\\?instead="));
            assertThat(page.locator("#outdated")).containsText("Nothing was applied.");
            assertThat(page.locator("#refusals-h + ul")).containsText("node-y");
            assertThat(page.locator("#apply")).hasCount(0);
            visitor.accessible();
            clients.serve();
        }
    }

    @Test
    @Order(3)
    void a_what_if_and_a_refused_plan_explain_themselves_and_offer_no_way_to_apply_them() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/nodes/node-a");
            press(page, "What if node-a fails?");
            assertThat(page.locator("#headline")).containsText("every shard keeps at least 1 live copy");
            assertThat(page.locator("#moves-table thead")).containsText("Lost on");
            assertThat(page.locator("#apply")).hasCount(0);
            visitor.accessible();
            askFor(page, "node-z", "http://127.0.0.1:" + Program.freePort());
            assertThat(page.locator("#refusals-h + ul")).containsText("Connection refused");
            assertThat(page.locator("#headline")).containsText("Were it possible");
            assertThat(page.locator("#apply")).hasCount(0);
            visitor.accessible();
            JsonNode last = fleet.miroir()
                    .post("/_miroir/plans", "{\"drainNodes\":[\"node-a\",\"node-b\",\"node-x\"]}")
                    .json();
            visitor.open("/console/plans/" + last.path("planId").asText());
            assertThat(page.locator("#refusals-h + ul")).containsText("Group 0 would have no active node left.");
            assertThat(page.locator("#apply")).hasCount(0);
        }
    }

    @Test
    @Order(4)
    void a_running_operation_is_paused_resumed_and_canceled() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/nodes/node-x");
            press(page, "Drain node-x");
            String operation = Planned.apply(page);
            press(page, "Pause");
            ends(page, "Paused");
            page.locator("#order-throttle").click();
            page.getByLabel("Moves at a time").fill("1");
            press(page, "Set the speed");
            assertThat(page.locator("#operation-live")).containsText("1 move at a time");
            visitor.accessible();
            press(page, "Resume");
            ends(page, "Running");
            page.locator("#order-cancel").click();
            visitor.accessible();
            press(page, "Cancel the operation");
            ends(page, "Canceled");
            assertThat(status(operation)).isEqualTo("canceled");
            assertThat(page.locator("#order-pause")).hasCount(0);
            visitor.open("/console/nodes/node-x");
            assertThat(page.locator("#node-live .facts")).containsText("Active");
        }
    }

    @Test
    @Order(5)
    void the_copies_of_an_index_are_compared() {
        try (Visitor visitor = visitor()) {
            Page page = visitor.open("/console/shards?index=" + QUIET);
            press(page, "Verify " + QUIET);
            ends(page, "Succeeded");
            assertThat(page.locator("#operation-result")).containsText("8 shards compared: all copies agree.");
        }
    }

    @Test
    @Order(6)
    void everything_works_without_scripts() {
        NewContextOptions options = new NewContextOptions().setJavaScriptEnabled(false);
        try (Visitor visitor = browser.visit(fleet.miroirAddress().toString(), options)) {
            Page page = visitor.page();
            askFor(page, "node y", "nowhere");
            assertThat(page.locator("#form-error")).containsText("Nothing was planned.");
            assertThat(page.locator("#add-node-id")).hasValue("node y");
            visitor.open("/console/nodes/node-b");
            press(page, "What if node-b fails?");
            assertThat(page.locator("#apply")).hasCount(0);
            visitor.open("/console/nodes/node-b");
            press(page, "Remove node-b");
            page.locator("#apply").click();
            press(page, "Apply: remove node-b");
            assertThat(page.locator("#confirm-error")).containsText("Type node-b to go on.");
            page.locator("#confirm-word").fill("node-b");
            press(page, "Apply: remove node-b");
            String operation = page.url().replaceFirst(".*/", "");
            press(page, "Pause");
            assertThat(page.locator("#operation-live .big-state")).containsText("Paused");
            press(page, "Resume");
            Api.until("node-b is removed", () -> status(operation).equals("succeeded"));
            page.reload();
            assertThat(page.locator("#operation-live")).containsText("it is safe to stop");
            visitor.open("/console/shards?index=" + QUIET);
            press(page, "Repair " + QUIET);
            String repair = page.url().replaceFirst(".*/", "");
            Api.until("the repair has ended", () -> status(repair).equals("succeeded"));
            page.reload();
            assertThat(page.locator("#operation-result")).containsText("all copies agree");
        }
    }

    @Test
    @Order(7)
    void every_page_is_accessible_legible_in_the_dark_and_fits_a_narrow_screen() {
        JsonNode done = fleet.miroir().get("/_miroir/operations").json();
        NewContextOptions dark =
                new NewContextOptions().setColorScheme(ColorScheme.DARK).setViewportSize(320, 700);
        try (Visitor wide = visitor();
                Visitor narrow = browser.visit(fleet.miroirAddress().toString(), dark)) {
            for (JsonNode operation : List.of(done.get(0), done.get(done.size() - 1))) {
                look("/console/operations/" + operation.path("operationId").asText(), wide, narrow);
            }
            String plan = done.get(done.size() - 1).path("planId").asText();
            for (String path :
                    List.of("/plans/" + plan, "/topology", "/operations", "/audit", "/nodes/node-x/replace")) {
                look("/console" + path, wide, narrow);
            }
        }
    }

    private static void look(String path, Visitor wide, Visitor narrow) {
        wide.open(path);
        wide.accessible();
        narrow.open(path);
        narrow.fits();
        narrow.legible();
    }
}
