package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import miroir.e2e.net.Fault;
import miroir.e2e.net.FaultProxy;
import miroir.e2e.net.Garbage;
import miroir.e2e.net.Rule;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Something between Miroir and its nodes answers in their place, with what is no answer or an old one. With
 * {@code -Dmiroir.network.long=true} it goes on for as long as it may in the field.
 */
@Tag("alone")
final class NetworkGarbageIT {
    private static final NetworkStage STAGE = new NetworkStage();
    private static final Duration PATIENCE = NetworkStage.PATIENCE;
    private static final String LOST = "its answer is lost";

    @AfterEach
    void clear() {
        STAGE.clear();
    }

    @AfterAll
    static void stop() {
        STAGE.close();
    }

    /** What a cache between Miroir and its nodes answers instead of them. */
    private enum Lie {
        OLD_TASKS,
        NO_TASKS,
        NOTHING_OF_TASKS,
        NOTHING_OF_THE_MARKER,
        A_LIST_FOR_THE_MARKER;

        Rule rule() {
            boolean ofTheMarker = this == NOTHING_OF_THE_MARKER || this == A_LIST_FOR_THE_MARKER;
            Fault fault = switch (this) {
                case OLD_TASKS -> new Fault.Cached();
                case NO_TASKS, A_LIST_FOR_THE_MARKER -> new Fault.Garble(Garbage.EMPTY_LIST, false);
                case NOTHING_OF_TASKS, NOTHING_OF_THE_MARKER -> new Fault.Garble(Garbage.EMPTY_OBJECT, false);
            };
            return ofTheMarker
                    ? Rule.always(fault).on("POST", "/miroir-meta/documents/fetch")
                    : Rule.always(fault).on("GET", "^/tasks");
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_a_cache_says_of_nodes_costs_no_copy(Lie lie) {
        Shelf twice = Shelf.make(STAGE.fleet(), "cached", 2);
        Shelf once = Shelf.make(STAGE.fleet(), "lone", 1);
        Rule rule = lie.rule();
        STAGE.everywhere(rule);
        NetworkStage.rest(NetworkStage.seconds(10, 1.5));
        List<Long> tasks = List.of(twice.put(Shelf.id(1), "meanwhile"), once.put(Shelf.id(1), "meanwhile"));
        NetworkStage.rest(NetworkStage.seconds(10, 1.5));
        STAGE.forgetEverywhere(rule);
        assertThat(rule.hits()).isPositive();
        twice.ended(tasks.get(0), PATIENCE);
        once.ended(tasks.get(1), PATIENCE);
        twice.becomesRight(PATIENCE);
        once.becomesRight(PATIENCE);
    }

    /** How an answer may come that is none. */
    private enum Broken {
        HTML,
        EMPTY_OBJECT,
        EMPTY_LIST,
        NOTHING,
        BAD_GATEWAY,
        CUT_JSON,
        CUT_OFF;

        Fault fault() {
            return switch (this) {
                case CUT_JSON -> new Fault.Truncate(50, true);
                case CUT_OFF -> new Fault.Truncate(50, false);
                default -> new Fault.Garble(Garbage.valueOf(name()), true);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_search_that_one_node_answers_with_garbage_is_answered_whole_by_the_others(Broken broken) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "searched", 2);
        int node = shelf.node(Shelf.id(7), 0);
        Rule rule = STAGE.fleet()
                .proxy(node)
                .script(Rule.always(broken.fault()).on("POST", "/indexes/searched-.*/search$"));
        for (int i = 0; i < 10 && rule.hits() == 0; i++) {
            assertThat(shelf.wrong(shelf.search(), true)).isNull();
        }
        assertThat(rule.hits()).as("answers that were garbage").isPositive();
        STAGE.fleet().proxy(node).forget(rule);
        shelf.becomesRight(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "EMPTY_LIST")
    void a_list_of_documents_that_one_node_answers_with_garbage_is_answered_whole_by_the_others(Broken broken) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "listed", 2);
        int node = shelf.node(Shelf.id(7), 0);
        Rule rule = STAGE.fleet()
                .proxy(node)
                .script(Rule.always(broken.fault()).on("POST", "/indexes/listed-.*/documents/fetch$"));
        for (int i = 0; i < 10 && rule.hits() == 0; i++) {
            assertThat(shelf.wrong(shelf.list(), true)).isNull();
        }
        assertThat(rule.hits()).as("answers that were garbage").isPositive();
        STAGE.fleet().proxy(node).forget(rule);
        shelf.becomesRight(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void a_task_ends_as_it_should_though_polls_are_answered_with_garbage(Broken broken) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "polled", 2);
        Rule rule = Rule.always(broken.fault()).on("GET", "^/tasks.*uids=");
        STAGE.everywhere(rule);
        long task = shelf.put(Shelf.id(7), "polled");
        NetworkStage.rest(NetworkStage.seconds(10, 2));
        STAGE.forgetEverywhere(rule);
        assertThat(rule.hits()).as("polls").isPositive();
        shelf.ended(task, PATIENCE);
        assertThat(shelf.copies()).as("copies that paid for it").isEmpty();
        shelf.becomesRight(PATIENCE);
    }

    @ParameterizedTest
    @EnumSource
    void a_write_whose_answer_was_lost_is_done_once_though_nodes_speak_garbage_of_it(Broken broken) {
        Shelf shelf = Shelf.make(STAGE.fleet(), "lost", 2);
        int node = shelf.node(Shelf.id(7), 0);
        FaultProxy proxy = STAGE.fleet().proxy(node);
        Rule lost = proxy.script(Rule.always(new Fault.Reset(true))
                .on(NetworkStage.writesOf(LOST))
                .times(1));
        Rule garbage = proxy.script(
                Rule.always(broken.fault()).on("GET", "^/tasks.reverse=true").times(2));
        // no fault at all: it counts what comes after the one whose answer was lost
        Rule sent =
                proxy.script(Rule.always(new Fault.DelayRequest(Duration.ZERO)).on(NetworkStage.writesOf(LOST)));
        shelf.ended(shelf.put(Shelf.id(7), LOST), PATIENCE);
        assertThat(lost.hits()).isEqualTo(1);
        assertThat(garbage.hits()).as("searches of the task list").isPositive();
        assertThat(sent.hits()).as("times it was sent again").isZero();
        shelf.becomesRight(PATIENCE);
    }
}
