package miroir.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.Javalin;
import io.javalin.router.Endpoint;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import miroir.app.Door.Bearer;
import miroir.app.Door.Host;
import miroir.app.Door.Page;
import miroir.app.config.Config;
import miroir.app.config.ConfiguredBackups;
import miroir.app.config.ReadCopies;
import miroir.core.placement.PlacementStrategy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tries every route there is, as the router knows them, with every kind of key, host and page: a route that is added and
 * forgotten here cannot be.
 */
class WrongDoorsTest {
    private static final Set<String> METHODS = Set.of("GET", "POST", "PUT", "PATCH", "DELETE");

    @TempDir
    Path data;

    private int tried;

    private record Route(String method, String path) {}

    private RunningMiroir start(@Nullable String masterKey) {
        return Wiring.start(
                new Config(
                        0,
                        "127.0.0.1",
                        data,
                        masterKey,
                        null,
                        4,
                        1,
                        PlacementStrategy.BALANCED,
                        ReadCopies.FIRST,
                        Config.SEARCH_TIMEOUT_SECONDS,
                        0,
                        0,
                        List.of(),
                        ConfiguredBackups.none(data)),
                reason -> {});
    }

    /** All routes of the server, some of them written as the router also takes them. */
    private static Set<Route> routes(RunningMiroir miroir) {
        Javalin server = Objects.requireNonNull(((Wiring) miroir).server());
        Set<Route> routes = new TreeSet<>((a, b) -> a.toString().compareTo(b.toString()));
        server.unsafe.internalRouter.allHttpHandlers().forEach(parsed -> {
            Endpoint endpoint = parsed.endpoint;
            String method = endpoint.method.name();
            String path = endpoint.path.replaceAll("[{<][a-zA-Z]+[}>]", "1");
            if (METHODS.contains(method)) {
                routes.add(new Route(method, path));
                if (method.equals("GET")) {
                    routes.add(new Route("HEAD", path));
                }
                boolean operators = path.startsWith("/_miroir/") || path.startsWith("/console/");
                if (operators && !method.equals("GET")) {
                    routes.add(new Route(method, "/" + path + "/"));
                }
            }
        });
        return routes;
    }

    private static List<Door> doors(boolean keyed, Route route) {
        List<Door> doors = new ArrayList<>();
        for (Bearer key : keyed ? List.of(Bearer.values()) : List.of(Bearer.NONE, Bearer.RIGHT)) {
            for (Page page : pages(keyed, route)) {
                doors.add(new Door(keyed, route.method, route.path, Host.LOOPBACK, key, page));
                doors.add(new Door(keyed, route.method, route.path, Host.ATTACKER, key, page));
            }
        }
        doors.add(new Door(keyed, route.method, route.path, Host.ABSENT, Bearer.RIGHT, Page.NONE));
        return doors;
    }

    /** All of them where they decide, and some where they must not. */
    private static List<Page> pages(boolean keyed, Route route) {
        boolean reads = route.method.equals("GET") || route.method.equals("HEAD");
        boolean operators = route.path.startsWith("/_miroir/") || route.path.startsWith("/console");
        if (Door.ACTING_READS.contains(route.path)) {
            return List.of(Page.values());
        }
        if (reads || (keyed && !operators)) {
            return List.of(Page.NONE, Page.CROSS_SITE);
        }
        return List.of(Page.values());
    }

    /** A wrong key and the right one, as the audit trail of the real store shows them. */
    private static void signIn(Knocker knocker) {
        for (String key : List.of("wrong", Door.MASTER_KEY.replace(' ', '+'))) {
            String form = "_csrf=t&key=" + key;
            knocker.knock("POST /console/login HTTP/1.1\r\nHost: h\r\nCookie: miroir_login=t\r\nContent-Type: "
                    + "application/x-www-form-urlencoded\r\nContent-Length: " + form.length() + "\r\n\r\n" + form);
        }
        String audit = "";
        for (int i = 0; i < 1000 && !audit.contains("signed in"); i++) {
            audit = knocker.knock("GET /_miroir/audit HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + Door.MASTER_KEY
                            + "\r\n\r\n")
                    .body();
        }
        assertThat(audit)
                .contains("\"what\":\"sign-in refused\",\"target\":\"127.0.0.1\"")
                .contains("\"what\":\"sign-in\",\"target\":\"127.0.0.1\"");
    }

    /** Without a name, or with another than the request says, as only HTTP/1.0 and proxies can. */
    private static void withoutHost(Knocker knocker) {
        assertThat(knocker.knock("GET /health HTTP/1.0\r\n\r\n").body()).contains("foreign_host");
        assertThat(knocker.knock("GET http://localhost/health HTTP/1.1\r\nHost: attacker.example\r\n\r\n")
                        .status())
                .isIn(400, 403);
        for (String refused : List.of(
                "GET /health HTTP/1.1\r\nHost: localhost\r\nHost: attacker.example\r\n\r\n",
                "GET /health HTTP/1.1\r\nHost: local host\r\n\r\n",
                "GET /indexes/..;/health HTTP/1.1\r\nHost: localhost\r\nAccept: text/html\r\n\r\n")) {
            Knocker.Answer answer = knocker.knock(refused);
            assertThat(answer.status()).as(refused).isEqualTo(400);
            assertThat(answer.body()).as(refused).startsWith("{\"message\":").contains("\"code\":\"bad_request\"");
        }
    }

    private void walk(@Nullable String masterKey) {
        try (RunningMiroir miroir = start(masterKey);
                Knocker knocker = new Knocker(miroir.address())) {
            if (masterKey == null) {
                withoutHost(knocker);
            } else {
                signIn(knocker);
            }
            Set<Route> routes = routes(miroir);
            assertThat(routes.size()).isGreaterThan(200);
            List<String> wrong = new ArrayList<>();
            for (Route route : routes) {
                for (Door door : doors(masterKey != null, route)) {
                    Knocker.Answer answer = knocker.knock(door.request());
                    tried++;
                    if (!door.verdict().fits(answer)) {
                        wrong.add(door + " should be " + door.verdict() + " but was " + answer);
                    }
                }
            }
            assertThat(wrong).isEmpty();
        }
    }

    @Test
    void with_a_master_key_only_those_who_have_it_come_in() {
        walk(Door.MASTER_KEY);
        assertThat(tried).isGreaterThan(3_000);
    }

    @Test
    void without_a_master_key_only_this_machine_and_no_web_page_comes_in() {
        walk(null);
        assertThat(tried).isGreaterThan(3_000);
    }
}
