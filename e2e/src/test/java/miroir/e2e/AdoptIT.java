package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Miroir's state is put back to an older one, and then lost altogether; one command brings all of it back. */
final class AdoptIT {
    private static final String OPEN = "{\"limit\":1000,\"filter\":\"year > 0\"}";

    @Test
    void an_older_state_serves_nothing_and_what_is_lost_is_rebuilt_from_the_nodes() throws IOException {
        try (Fleet fleet = Fleet.start(new Fleet.Shape(Fleet.Kind.EMBEDDED, 1, 3, 2, 16, false))) {
            Path database = fleet.folder().resolve("miroir/miroir.mv.db");
            Path older = fleet.folder().resolve("older.mv.db");
            Api miroir = fleet.miroir();
            miroir.succeed(miroir.post("/indexes", "{\"uid\":\"films\",\"primaryKey\":\"id\"}"));
            miroir.succeed(miroir.json("PATCH", "/indexes/films/settings", "{\"filterableAttributes\":[\"year\"]}"));
            miroir.succeed(miroir.post("/indexes/films/documents", films(0, 100)));
            fleet.miroirProgram().kill();
            Files.copy(database, older);
            fleet.startMiroir();
            miroir.succeed(miroir.post("/indexes/films/documents", films(100, 200)));

            fleet.miroirProgram().kill();
            Files.copy(older, database, StandardCopyOption.REPLACE_EXISTING);
            try (Program put = serve(fleet)) {
                Api.until("the older state is noticed", () -> answers(miroir, 503));
                assertThat(miroir.post("/indexes/films/search", OPEN)
                                .json()
                                .path("code")
                                .asText())
                        .isEqualTo("miroir_state_outdated");
                assertThat(miroir.post("/indexes/films/documents", films(0, 1)).status())
                        .isEqualTo(503);
                assertThat(miroir.get("/health").json().path("message").asText())
                        .contains("adopt --config");
                assertThat(miroir.get("/_miroir/health").json().path("status").asText())
                        .isEqualTo("unavailable");
                assertThat(adopt(fleet)).isEqualTo(1); // Miroir runs
                assertThat(put.alive()).isTrue();
            }
            assertThat(adopt(fleet)).isZero();
            try (Stream<Path> files = Files.list(database.getParent())) {
                assertThat(files).anyMatch(file -> file.getFileName().toString().startsWith("before-adopt-"));
            }
            assertServes(fleet, 200);

            miroir.succeed(miroir.post("/indexes/films/documents", films(200, 300)));
            Api.pause();
            fleet.miroirProgram().kill();
            Files.move(database.getParent(), fleet.folder().resolve("lost"));
            assertThat(adopt(fleet)).isZero();
            assertServes(fleet, 300);
        }
    }

    private static void assertServes(Fleet fleet, int documents) {
        fleet.startMiroir();
        fleet.awaitNodesUp();
        Api miroir = fleet.miroir();
        assertThat(miroir.post("/indexes/films/search", OPEN).json().path("hits"))
                .hasSize(documents);
        assertThat(miroir.get("/indexes/films").json().path("primaryKey").asText())
                .isEqualTo("id");
        Api.until(
                "all copies are in sync again",
                () -> miroir.get("/_miroir/indexes/films/shards").json().findValuesAsText("state").stream()
                        .allMatch("inSync"::equals));
        assertThat(miroir.get("/indexes/films/documents?limit=1000")
                        .json()
                        .path("total")
                        .asInt())
                .isEqualTo(documents);
    }

    private static boolean answers(Api miroir, int status) {
        try {
            return miroir.get("/health").status() == status;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    private static Program serve(Fleet fleet) {
        return Program.jar(
                List.of("serve", "--config", config(fleet)), fleet.folder().resolve("older.log"), "-Xmx300m");
    }

    private static int adopt(Fleet fleet) {
        Path log = fleet.folder().resolve("adopt.log");
        try (Program adopt = Program.jar(List.of("adopt", "--config", config(fleet), "--yes"), log, "-Xmx300m")) {
            Api.until("adopt ends", () -> !adopt.alive());
            return adopt.exitStatus();
        }
    }

    private static String config(Fleet fleet) {
        return fleet.folder().resolve("miroir.yml").toString();
    }

    private static String films(int from, int to) {
        StringBuilder films = new StringBuilder("[");
        for (int i = from; i < to; i++) {
            films.append(i == from ? "" : ",")
                    .append("{\"id\":")
                    .append(i)
                    .append(",\"year\":")
                    .append(1900 + i)
                    .append('}');
        }
        return films.append(']').toString();
    }
}
