package miroir.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Everybody can use the console: without scripts, with the keyboard, in the dark, on a narrow screen, read aloud. */
final class ConsoleAccessIT {
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

    private static Visitor withoutScripts() {
        return browser.visit(fleet.miroirAddress().toString(), new NewContextOptions().setJavaScriptEnabled(false));
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
}
