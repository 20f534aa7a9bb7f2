package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a client sends, however large or broken, ends no process: a short attack with 256 MB of heap. */
class DoorsIT {
    private static final int SECONDS = 4;

    @Test
    void large_and_broken_bodies_from_all_sides_leave_it_standing() throws InterruptedException {
        try (Fleet fleet = DoorsAttack.fleet()) {
            Map<String, AtomicLong> answers = DoorsAttack.attack(fleet.miroirAddress(), SECONDS);
            String log = fleet.miroirProgram().output();

            assertThat(fleet.miroirProgram().alive()).as(log).isTrue();
            assertThat(answers.keySet()).noneMatch(answer -> answer.matches(".*-> (500|502|504)"));
            assertThat(answers).containsKey("health -> 200");
            assertThat(log).doesNotContain("OutOfMemory", "\tat ");
            Api miroir = fleet.miroir();
            assertThat(miroir.post("/indexes/films/search", "{\"q\":\"\"}")
                            .json()
                            .path("hits"))
                    .hasSize(2);
        }
    }

    @Test
    void clients_that_drip_or_take_nothing_hold_up_neither_health_nor_searches() throws Exception {
        try (Fleet fleet = DoorsAttack.fleet();
                SlowClients slow = new SlowClients(fleet.miroirAddress())) {
            Api miroir = fleet.miroir();
            for (SlowClients.Kind kind : SlowClients.Kind.values()) {
                slow.begin(kind, 300);
                for (int i = 0; i < 5; i++) {
                    long begun = System.nanoTime();
                    assertThat(miroir.get("/health").status()).isEqualTo(200);
                    assertThat(miroir.get("/_miroir/health").status()).isEqualTo(200);
                    assertThat(miroir.post("/indexes/films/search", "{}").status())
                            .isEqualTo(200);
                    assertThat(System.nanoTime() - begun).as("%s", kind).isLessThan(10_000_000_000L);
                    slow.drip();
                }
            }
        }
    }
}
