package miroir.embedded.search;

import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.function.Predicate;
import miroir.embedded.index.FieldPattern;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CharacterRunAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;

/** Says which values of a field begin like a text; how many typos are forgiven follows the bytes of the text. */
final class FacetQuery {

    private final Settings settings;
    private final String field;

    FacetQuery(Settings settings, String field) {
        this.settings = settings;
        this.field = field;
    }

    /** Whether a value begins like the text, both in the form in which they are searched. */
    Predicate<String> matching(String text) {
        if (!forgivesTypos()) {
            return value -> value.startsWith(text);
        }
        if (Json.asStrings(settings.nested("typoTolerance", "disableOnWords")).contains(text)) {
            return value -> value.equals(text);
        }
        Automaton start = new LevenshteinAutomata(text, true).toAutomaton(typos(text));
        Automaton all = Operations.concatenate(Objects.requireNonNull(start), Automata.makeAnyString());
        CharacterRunAutomaton run =
                new CharacterRunAutomaton(Operations.determinize(all, Operations.DEFAULT_DETERMINIZE_WORK_LIMIT));
        return run::run;
    }

    private boolean forgivesTypos() {
        return Boolean.TRUE.equals(settings.nested("typoTolerance", "enabled"))
                && Json.asStrings(settings.nested("typoTolerance", "disableOnAttributes")).stream()
                        .noneMatch(attribute -> FieldPattern.covers(attribute, field));
    }

    private int typos(String text) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        var sizes = Json.asObject(settings.nested("typoTolerance", "minWordSizeForTypos"));
        int one = Integer.parseInt(Json.text(sizes.get("oneTypo")));
        int two = Integer.parseInt(Json.text(sizes.get("twoTypos")));
        return length < one ? 0 : length < two ? 1 : 2;
    }
}
