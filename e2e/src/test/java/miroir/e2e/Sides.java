package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;

/** The same documents behind Miroir and on one plain node, and what they answer differently. */
final class Sides {
    static final String INDEX = "shop";
    static final String DISPLAYED =
            "[\"title\",\"brand\",\"maker.name\",\"tags\",\"price\",\"rating\",\"description\"]";
    private static final int CHUNK = 10_000;
    private static final int SHOWN = 12;
    private static final int PATIENCE = 5;

    private final Api plain;
    private final Api miroir;

    Sides(Fleet fleet) {
        this(fleet.oracle(), fleet.miroir());
    }

    Sides(Api plain, Api miroir) {
        this.plain = plain;
        this.miroir = miroir;
    }

    /** A question whose answers differ. */
    record Case(Question question, List<Comparison.Difference> differences) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder().append(question);
            differences.stream()
                    .limit(SHOWN)
                    .forEach(difference -> text.append("\n      ").append(difference));
            return text.toString();
        }
    }

    Api plain() {
        return plain;
    }

    Api miroir() {
        return miroir;
    }

    /** Does the same on both sides and waits until both tasks succeeded. */
    void both(Function<Api, Api.Answer> act) {
        Api.Answer first = act.apply(plain);
        Api.Answer second = act.apply(miroir);
        plain.succeed(first);
        miroir.succeed(second);
    }

    /** Makes the index and adds all documents. */
    void fill(Shop shop) {
        both(api -> api.post("/indexes", "{\"uid\":\"" + INDEX + "\",\"primaryKey\":\"id\"}"));
        both(api -> api.json("PATCH", "/indexes/" + INDEX + "/settings", Shop.settings()));
        for (int from = 0; from < shop.size(); from += CHUNK) {
            String documents = shop.documents(from, from + CHUNK);
            both(api -> api.post("/indexes/" + INDEX + "/documents", documents));
        }
    }

    /** Puts questions to both sides; those answered differently. */
    List<Case> ask(QueryGenerator generator, int questions) {
        return ask(generator::next, questions);
    }

    /** Puts questions from anywhere to both sides; those answered differently. */
    List<Case> ask(Supplier<Question> generator, int questions) {
        List<Case> cases = new ArrayList<>();
        for (int i = 0; i < questions; i++) {
            Question question = generator.get();
            List<Comparison.Difference> differences = Comparison.of(question.ask(plain), whole(question));
            if (!differences.isEmpty()) {
                cases.add(new Case(question, differences));
            }
        }
        return cases;
    }

    /** Miroir's answer; asked again when the machine was too busy for a node to answer in time. */
    private Api.Answer whole(Question question) {
        Api.Answer answer = question.ask(miroir);
        for (int again = 0; again < PATIENCE && isIncomplete(answer); again++) {
            answer = question.ask(miroir);
        }
        return answer;
    }

    private static boolean isIncomplete(Api.Answer answer) {
        return answer.status() == 503 || answer.header("X-Miroir-Degraded") != null;
    }

    JsonNode plainJson(Question question) {
        return question.ask(plain).json();
    }
}
