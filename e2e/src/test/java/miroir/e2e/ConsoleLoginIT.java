package miroir.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A console with a master key. */
final class ConsoleLoginIT {
    private static Browser browser;

    @BeforeAll
    static void start() {
        browser = Browser.start();
    }

    @AfterAll
    static void stop() {
        if (browser != null) {
            browser.close();
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
            Api.until("Miroir answers", new Api(URI.create(address), key)::answers);
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
                    visitor.refusedWith(401, "a refresh under way when one signs out");
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
