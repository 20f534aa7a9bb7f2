package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Miroir refuses what one plain node refuses, with the same status, code, type and message, while all nodes are there and
 * while copies stand in for a lost one; and never tells of its own field or of a volume.
 */
final class RefusalsIT {
    /** Nodes know which features are on, Miroir does not: this deletion is accepted, and its task fails so. */
    private static final String LATE = "{\"filter\":\"genre CONTAINS a\"}";

    private static final Pattern VOLUME = Pattern.compile("-\\d+-r\\d+(-[0-9a-f]{6}-\\d+)?`");

    @ParameterizedTest
    @EnumSource(Fleet.Kind.class)
    void what_one_node_refuses_miroir_refuses_in_the_same_words(Fleet.Kind kind) {
        assumeTrue(kind == Fleet.Kind.EMBEDDED || Program.meilisearch() != null, "needs a Meilisearch");
        try (Fleet fleet = Fleet.start(new Fleet.Shape(kind, 1, 3, 2, 16, false))) {
            Refusable.prepare(fleet.oracle());
            Refusable.prepare(fleet.miroir());
            List<String> healthy = differences(fleet.oracle(), fleet.miroir());
            fleet.nodeProgram(1).kill();
            List<String> degraded = differences(fleet.oracle(), fleet.miroir());
            assertThat(healthy).isEmpty();
            assertThat(degraded).isEmpty();
        }
    }

    @Test
    void an_embedded_node_refuses_in_the_words_of_a_real_one() {
        assumeTrue(Program.meilisearch() != null, "needs a Meilisearch: set MIROIR_MEILISEARCH");
        try (Fleet fleet = Fleet.start(Fleet.Shape.embedded(1, 1, 1))) {
            Api real = fleet.oracle(Fleet.Kind.MEILISEARCH);
            Api embedded = fleet.oracle(Fleet.Kind.EMBEDDED);
            Refusable.prepare(real);
            Refusable.prepare(embedded);
            assertThat(differences(real, embedded)).isEmpty();
        }
    }

    private static List<String> differences(Api plain, Api miroir) {
        List<String> found = new ArrayList<>();
        Refusable.reads().forEach(question -> compare(question, api -> read(question.ask(api)), plain, miroir, found));
        Refusable.deletions().stream()
                .filter(question -> !LATE.equals(question.body()))
                .forEach(question -> compare(question, api -> deletion(api, question.ask(api)), plain, miroir, found));
        return found;
    }

    private static void compare(
            Question question, Function<Api, String> answer, Api plain, Api miroir, List<String> found) {
        String expected = answer.apply(plain);
        String actual = answer.apply(miroir);
        boolean own = actual.contains("_miroir") && !expected.contains("_miroir");
        if (!actual.equals(expected)
                || own
                || VOLUME.matcher(actual).find() != VOLUME.matcher(expected).find()) {
            found.add("\n" + question + "\n  one node: " + expected + "\n  Miroir:   " + actual);
        }
    }

    private static String read(Api.Answer answer) {
        if (answer.body().length == 0) {
            return answer.status() + " without a body";
        }
        JsonNode json = answer.json();
        if (answer.status() != 200) {
            return answer.status() + " " + error(json);
        }
        boolean own = new String(answer.body(), StandardCharsets.UTF_8).contains("_miroir");
        return "200 " + shape(json) + (own ? " with _miroir" : "");
    }

    private static String deletion(Api api, Api.Answer answer) {
        if (answer.status() != 202) {
            return read(answer);
        }
        JsonNode task = api.await(answer);
        return task.path("status").asText() + " " + task.path("details") + " " + error(task.path("error"));
    }

    private static String error(JsonNode error) {
        return Stream.of("type", "code", "message")
                        .map(name -> error.path(name).asText())
                        .toList() + " " + error.path("link").asText();
    }

    /** What an answer tells besides hits. */
    private static String shape(JsonNode json) {
        List<String> members = new ArrayList<>();
        json.properties().forEach(member -> {
            boolean changes =
                    List.of("hits", "results", "processingTimeMs", "requestUid").contains(member.getKey());
            members.add(member.getKey() + (changes ? "" : "=" + sorted(member.getValue())));
        });
        members.sort(Comparator.naturalOrder());
        return members.toString();
    }

    private static String sorted(JsonNode value) {
        if (!value.isObject()) {
            return value.toString();
        }
        List<String> members = new ArrayList<>();
        value.properties().forEach(member -> members.add(member.getKey() + "=" + sorted(member.getValue())));
        members.sort(Comparator.naturalOrder());
        return members.toString();
    }
}
