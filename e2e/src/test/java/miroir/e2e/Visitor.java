package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Response;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Someone at a browser. What goes wrong in it is collected: errors on its console, refusals of the content security policy,
 * exceptions, failed refreshes; closing the visitor fails the test when there was any.
 */
final class Visitor implements AutoCloseable {
    private static final List<String> RULES = List.of("wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa");
    private static final Set<Integer> REFUSED = Set.of(403, 404, 422);
    private static final String REPORTER = """
            addEventListener('securitypolicyviolation', e =>
              console.error('policy: ' + e.violatedDirective + ' ' + e.blockedURI));
            for (const name of ['responseError', 'sendError', 'swapError', 'targetError', 'timeout', 'onLoadError', 'evalDisallowedError'])
              document.addEventListener('htmx:' + name, e => console.error('htmx:' + name));
            """;

    private final BrowserContext context;
    private final Page page;
    private final List<String> troubles = new ArrayList<>();
    private final Set<Integer> refused = new HashSet<>(REFUSED);

    Visitor(Browser browser, String address, Browser.NewContextOptions options) {
        context = browser.newContext(options.setBaseURL(address));
        context.setDefaultTimeout(20_000);
        context.addInitScript(REPORTER);
        page = context.newPage();
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") || message.type().equals("warning")) {
                troubles.add(page.url() + ": " + message.text());
            }
        });
        page.onPageError(error -> troubles.add(page.url() + ": " + error));
    }

    Page page() {
        return page;
    }

    /** Opens an address that must answer with that status. */
    Page open(String path, int status) {
        Response response = page.navigate(path);
        assertThat(response.status()).as(path).isEqualTo(status);
        if (status >= 400) {
            troubles.removeIf(line -> line.contains("status of " + status));
        }
        return page;
    }

    Page open(String path) {
        return open(path, 200);
    }

    /** The text of an element without the white space around it. */
    String text(String selector) {
        return page.locator(selector).first().innerText().strip();
    }

    /** The page breaks no rule of accessibility that a machine can check. */
    void accessible() {
        judge(new AxeBuilder(page).withTags(RULES));
    }

    /** The colours of the page can be told apart: what a second colour scheme can break. */
    void legible() {
        judge(new AxeBuilder(page).withRules(List.of("color-contrast", "link-in-text-block")));
    }

    private void judge(AxeBuilder axe) {
        var broken = axe.analyze().getViolations().stream()
                .map(rule -> rule.getId() + " " + rule.getHelp() + " "
                        + rule.getNodes().stream()
                                .map(node -> String.valueOf(node.getTarget()))
                                .toList())
                .toList();
        assertThat(broken).as(page.url()).isEmpty();
    }

    /** From now on it is no trouble that something is answered so, for that reason. */
    void refusedWith(int status, String reason) {
        assertThat(reason).isNotBlank();
        refused.add(status);
    }

    /** The page needs no sideways scrolling. */
    void fits() {
        Object extra = page.evaluate("document.documentElement.scrollWidth - innerWidth");
        assertThat(((Number) extra).intValue())
                .as(page.url() + " is too wide by")
                .isLessThanOrEqualTo(0);
    }

    @Override
    public void close() {
        // a refused status that the test asked for is reported a moment after the page; those were taken out
        List<String> found = troubles.stream()
                .filter(line -> refused.stream().noneMatch(status -> line.contains("status of " + status)))
                .toList();
        context.close();
        assertThat(found).as("what went wrong in the browser").isEmpty();
    }
}
