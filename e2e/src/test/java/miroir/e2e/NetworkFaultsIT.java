package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import miroir.e2e.net.Fault;
import miroir.e2e.net.FaultProxy;
import miroir.e2e.net.FaultProxy.Existing;
import miroir.e2e.net.Rule;
import org.assertj.core.api.SoftAssertions;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One thing at a time goes wrong between Miroir and its nodes; when its cause is gone, all is well again without anybody's
 * help. With {@code -Dmiroir.network.long=true} everything lasts as long as it may in the field.
 */
@Tag("alone")
final class NetworkFaultsIT {
    private static final NetworkStage STAGE = new NetworkStage();
    private static final Duration PATIENCE = NetworkStage.PATIENCE;
    /** Until what a node did unbidden is noticed, and its copies serve no more. */
    private static final Duration NOTICED = Duration.ofSeconds(10);

    private static final String LATE = "this comes late";
    /** More than a node has connections for searches. */
    private static final int CROWD = NetworkStage.isLong() ? 400 : 300;

    @AfterEach
    void clear() {
        STAGE.clear();
    }

    @AfterAll
    static void stop() {
        STAGE.close();
    }

    /** What to do to a document after the write that is to come late. */
    private static long undo(Shelf shelf, String id, boolean deleted) {
        return deleted ? shelf.delete(id) : shelf.put(id, "newer than what comes late");
    }

    @ParameterizedTest(name = "[{index}] deleted {0}, sent again {1}")
    @CsvSource({"true, false", "false, false", "true, true", "false, true"})
    void a_write_that_arrives_when_it_was_long_given_up_undoes_nothing(boolean deleted, boolean sentAgain) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "late", 2);
        String id = Shelf.id(7);
        int node = shelf.node(id, 0);
        FaultProxy proxy = STAGE.fleet().proxy(node);
        Rule rule = proxy.script(Rule.always(Fault.Hold.untilReleased(NetworkStage.seconds(5, 0.3)))
                .on(NetworkStage.writesOf(LATE))
                .times(sentAgain ? 1 : Integer.MAX_VALUE));
        shelf.ended(shelf.put(id, LATE), PATIENCE);
        assertThat(proxy.held()).as("requests held").isPositive();
        proxy.forget(rule);
        NetworkStage.rest(NetworkStage.seconds(15, 0));
        shelf.ended(undo(shelf, id, deleted), PATIENCE);
        shelf.becomesRight(PATIENCE);
        try (Watcher watcher = new Watcher(shelf, true)) {
            STAGE.deliver(node);
            NetworkStage.rest(NetworkStage.seconds(10, 3));
            shelf.becomesRight(PATIENCE);
            watcher.sawNothingWrong();
        }
    }

    @ParameterizedTest(name = "[{index}] deleted {0}")
    @ValueSource(booleans = {true, false})
    void a_write_that_arrives_twice_is_undone_within_seconds(boolean deleted) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "twice", 2);
        String id = Shelf.id(7);
        int node = shelf.node(id, 0);
        Rule rule = STAGE.fleet()
                .proxy(node)
                .script(Rule.always(new Fault.Duplicate(NetworkStage.seconds(15, 2)))
                        .on(NetworkStage.writesOf(LATE))
                        .times(1));
        shelf.ended(shelf.put(id, LATE), PATIENCE);
        shelf.ended(undo(shelf, id, deleted), PATIENCE);
        assertThat(rule.hits()).isEqualTo(1);
        try (Watcher watcher = new Watcher(shelf, true)) {
            STAGE.awaitLate(node);
            NetworkStage.rest(NetworkStage.seconds(10, 3));
            shelf.becomesRight(PATIENCE);
            // what comes on the connection of now under the name of now shows only in the node's task list
            watcher.sawNothingWrongForLongerThan(NOTICED);
        }
    }

    @ParameterizedTest(name = "[{index}] {0} copies, writes {1}, open connections {2}")
    @CsvSource({"2, false, CUT", "2, true, FOLLOW", "1, false, FOLLOW", "1, true, CUT"})
    void nodes_that_had_each_others_address_for_a_while_lose_nothing(int copies, boolean writes, Existing existing) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "swapped", copies);
        FaultProxy one = STAGE.fleet().proxy(0);
        FaultProxy other = STAGE.fleet().proxy(1);
        List<Long> tasks = new ArrayList<>();
        FaultProxy.swap(one, other, existing);
        try {
            for (int i = 0; i < 15; i++) {
                if (writes) {
                    tasks.add(shelf.put(Shelf.id(i), "written to the wrong address " + i));
                }
                NetworkStage.rest(NetworkStage.seconds(1, 0.2));
            }
        } finally {
            FaultProxy.swap(one, other, existing);
        }
        tasks.forEach(task -> shelf.ended(task, PATIENCE));
        shelf.becomesRight(PATIENCE);
    }

    @ParameterizedTest(name = "[{index}] open connections {0}")
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "STAY")
    void while_nodes_have_each_others_address_no_answer_calls_itself_whole_that_is_not(Existing existing) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "whole", 2);
        FaultProxy one = STAGE.fleet().proxy(0);
        FaultProxy other = STAGE.fleet().proxy(1);
        try (Watcher watcher = new Watcher(shelf, false)) {
            FaultProxy.swap(one, other, existing);
            NetworkStage.rest(NetworkStage.seconds(15, 3));
            FaultProxy.swap(one, other, existing);
            NetworkStage.rest(NetworkStage.seconds(15, 2));
            watcher.sawNothingWrong();
        }
    }

    @Test
    void a_node_that_stands_still_for_a_while_undoes_nothing_when_it_goes_on() {
        Shelf shelf = Shelf.make(STAGE.fleet(), "frozen", 2);
        int node = shelf.node(Shelf.id(7), 0);
        ChaosFleet.signal("STOP", STAGE.fleet().nodeProgram(node));
        try {
            shelf.ended(shelf.put(Shelf.id(7), LATE), PATIENCE);
            shelf.ended(shelf.put(Shelf.id(8), "frozen"), PATIENCE);
            shelf.ended(shelf.delete(Shelf.id(7)), PATIENCE);
        } catch (ConditionTimeoutException stuck) {
            ChaosFleet.signal("CONT", STAGE.fleet().nodeProgram(node));
            throw stuck;
        }
        try (Watcher watcher = new Watcher(shelf, true)) {
            NetworkStage.rest(NetworkStage.seconds(20, 2));
            ChaosFleet.signal("CONT", STAGE.fleet().nodeProgram(node));
            shelf.becomesRight(PATIENCE);
            NetworkStage.rest(NetworkStage.seconds(5, 2));
            shelf.becomesRight(PATIENCE);
            watcher.sawNothingWrong();
        }
    }

    @Test
    void many_slow_searches_make_no_node_suspect() {
        Shelf shelf = Shelf.make(STAGE.fleet(), "crowded", 2);
        for (int i = 0; i < 50; i++) {
            assertThat(shelf.wrong(shelf.search(), true)).isNull();
        }
        Rule slow = Rule.always(new Fault.DelayAnswer(Duration.ofSeconds(3))).on("POST", "/indexes/crowded-.*/search$");
        STAGE.everywhere(slow);
        Set<String> health = new TreeSet<>();
        Map<String, Integer> troubles = new TreeMap<>();
        ExecutorService crowd = Executors.newFixedThreadPool(CROWD);
        try {
            List<CompletableFuture<String>> searches = Stream.generate(() -> CompletableFuture.supplyAsync(
                            () -> String.valueOf(shelf.wrong(shelf.search(), true)), crowd))
                    .limit(CROWD)
                    .toList();
            while (!searches.stream().allMatch(CompletableFuture::isDone)) {
                health.addAll(shelf.health());
                shelf.copies().forEach(copy -> troubles.merge("copy of shard " + copy, 1, Integer::sum));
                NetworkStage.rest(Duration.ofMillis(100));
            }
            searches.forEach(search -> troubles.merge("search: " + search.join(), 1, Integer::sum));
        } finally {
            crowd.shutdownNow();
            STAGE.forgetEverywhere(slow);
        }
        assertThat(slow.hits()).as("slow searches").isGreaterThanOrEqualTo(CROWD);
        SoftAssertions.assertSoftly(softly -> {
            softly.assertThat(troubles).as("what came of %d searches", CROWD).containsOnlyKeys("search: null");
            softly.assertThat(health).as("health of nodes").containsOnly("up");
        });
        shelf.becomesRight(PATIENCE);
    }
}
