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
import miroir.app.Door.Host;
import miroir.app.Door.Key;
import miroir.app.Door.Page;
import miroir.app.config.Config;
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
        return Wiring.start(new Config(
                0,
                "127.0.0.1",
                data,
                masterKey,
                null,
                4,
                1,
                PlacementStrategy.BALANCED,
                ReadCopies.FIRST,
                0,
                0,
                List.of()));
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
                if (path.startsWith("/_miroir/") || path.startsWith("/console/")) {
                    routes.add(new Route(method, "/" + path + "/"));
                }
            }
        });
        return routes;
    }

    private static List<Door> doors(boolean keyed, Route route) {
        List<Door> doors = new ArrayList<>();
        boolean reads = route.method.equals("GET") || route.method.equals("HEAD");
        for (Key key : Key.values()) {
            for (Page page : reads ? List.of(Page.NONE, Page.CROSS_SITE) : List.of(Page.values())) {
                doors.add(new Door(keyed, route.method, route.path, Host.LOOPBACK, key, page));
                doors.add(new Door(keyed, route.method, route.path, Host.ATTACKER, key, page));
            }
        }
        doors.add(new Door(keyed, route.method, route.path, Host.ABSENT, Key.RIGHT, Page.NONE));
        return doors;
    }

    private void walk(@Nullable String masterKey) {
        try (RunningMiroir miroir = start(masterKey);
                Knocker knocker = new Knocker(miroir.address())) {
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
        assertThat(tried).isGreaterThan(5_000);
    }

    @Test
    void without_a_master_key_only_this_machine_and_no_web_page_comes_in() {
        walk(null);
        assertThat(tried).isGreaterThan(5_000);
    }
}
