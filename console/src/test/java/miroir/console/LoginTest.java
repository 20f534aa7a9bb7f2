package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
    private static final Pattern TOKEN = Pattern.compile("name=\"_csrf\" value=\"([0-9a-f]{64})\"");

    private Instant now = Pictures.NOW;
    private final Site site =
            new Site(new FixedEngine(Pictures.healthy(), Samples.tasks(), Samples.films()), "master key", () -> now);

    @AfterEach
    void stop() {
        site.close();
    }

    private static String token(String body) {
        Matcher m = TOKEN.matcher(body);
        assertThat(m.find()).as("a form token").isTrue();
        return m.group(1);
    }

    private HttpResponse<String> signIn(String key) {
        String token = token(site.get("/console/login?next=%2Fconsole%2Fnodes").body());
        return site.post("/console/login", "_csrf=" + token + "&next=%2Fconsole%2Fnodes&key=" + key);
    }

    @Test
    void without_a_session_a_page_leads_to_the_login_and_back() {
        HttpResponse<String> turned = site.get("/console/tasks?status=failed");
        assertThat(turned.statusCode()).isEqualTo(303);
        assertThat(turned.headers().firstValue("Location"))
                .contains("/console/login?next=%2Fconsole%2Ftasks%3Fstatus%3Dfailed");
        assertThat(site.get("/console/export/nodes.csv").statusCode()).isEqualTo(303);
        assertThat(site.get("/console/static/app.css").statusCode()).isEqualTo(200);
    }

    @Test
    void a_fragment_without_a_session_sends_the_whole_page_to_the_login() {
        HttpResponse<String> turned = site.fragment("/console/nodes", "nodes-live");
        assertThat(turned.statusCode()).isEqualTo(401);
        assertThat(turned.headers().firstValue("HX-Redirect")).contains("/console/login");
    }

    @Test
    void the_master_key_opens_a_session_and_signing_out_ends_it() {
        HttpResponse<String> opened = signIn("master+key");
        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("Location")).contains("/console/nodes");
        assertThat(opened.headers().allValues("Set-Cookie"))
                .anyMatch(c -> c.startsWith(Sessions.COOKIE + "=")
                        && c.contains("HttpOnly")
                        && c.contains("SameSite=Lax")
                        && c.contains("Path=/console"));
        HttpResponse<String> page = site.get("/console");
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Sign out").doesNotContain("master key");

        site.post("/console/logout", "_csrf=wrong");
        assertThat(site.get("/console").statusCode())
                .as("a foreign form ends no session")
                .isEqualTo(200);
        site.post("/console/logout", "_csrf=" + token(page.body()));
        assertThat(site.get("/console").statusCode()).isEqualTo(303);
    }

    @Test
    void a_session_ends_after_an_hour_of_rest() {
        signIn("master+key");
        now = now.plus(Duration.ofMinutes(59));
        assertThat(site.get("/console").statusCode()).isEqualTo(200);
        now = now.plus(Duration.ofMinutes(61));
        assertThat(site.get("/console").statusCode()).isEqualTo(303);
    }

    @Test
    void a_session_ends_after_twelve_hours_even_in_use() {
        signIn("master+key");
        for (int i = 0; i < 12; i++) {
            now = now.plus(Duration.ofMinutes(59));
            assertThat(site.get("/console").statusCode()).isEqualTo(200);
        }
        now = now.plus(Duration.ofMinutes(15));
        assertThat(site.get("/console").statusCode()).isEqualTo(303);
    }

    @Test
    void wrong_keys_are_refused_and_soon_not_even_compared() {
        for (int i = 0; i < 5; i++) {
            HttpResponse<String> refused = signIn("guess");
            assertThat(refused.statusCode()).isEqualTo(403);
            assertThat(refused.body()).contains("This is not the master key.");
        }
        assertThat(signIn("master+key").statusCode()).isEqualTo(429);
        now = now.plusSeconds(61);
        assertThat(signIn("master+key").statusCode()).isEqualTo(303);
    }

    @Test
    void each_sign_in_is_noted_and_of_failures_the_first_and_a_count() {
        signIn("guess");
        assertThat(site.noted()).containsExactly("console sign-in refused 127.0.0.1: wrong key");
        for (int i = 0; i < 9; i++) {
            signIn("guess");
        }
        assertThat(site.noted()).hasSize(1);
        now = now.plusSeconds(61);
        signIn("master+key");
        assertThat(site.noted())
                .containsExactly(
                        "console sign-in refused 127.0.0.1: wrong key",
                        "console sign-in refused 127.0.0.1: 10 tries within a minute",
                        "console sign-in 127.0.0.1: signed in");
    }

    @Test
    void a_form_that_is_none_of_ours_is_refused_before_it_is_read() {
        String large = "key=" + "x".repeat(Forms.SIGN_IN);
        assertThat(site.post("/console/login", large).statusCode()).isEqualTo(413);
        assertThat(site.chunked("/console/login", large).statusCode()).isEqualTo(413);
        assertThat(site.post("/console/login", "key=%zz").statusCode()).isEqualTo(400);
        assertThat(site.send("/console/login", "multipart/form-data; boundary=x", "--x--")
                        .statusCode())
                .isEqualTo(415);
        assertThat(site.send("/console/login", "text/plain", "key=x").statusCode())
                .isEqualTo(415);
        assertThat(site.post("/console/login", large).statusCode())
                .as("such tries count too, before anything of them is read")
                .isEqualTo(429);
    }

    @Test
    void a_form_from_elsewhere_does_not_sign_in() {
        assertThat(site.post("/console/login", "key=master+key").statusCode()).isEqualTo(403);
        assertThat(site.get("/console").statusCode()).isEqualTo(303);
    }

    @ParameterizedTest
    @CsvSource({
        "/console/nodes?x=1, /console/nodes?x=1",
        "https://evil.example, /console",
        "//evil.example/console, /console",
        "/console//evil.example, /console",
        "/console/\\evil, /console",
        "/consolex, /console",
        "/console/login, /console"
    })
    void after_signing_in_only_pages_of_the_console_are_gone_to(String next, String target) {
        assertThat(LoginPages.target(next)).isEqualTo(target);
    }
}
