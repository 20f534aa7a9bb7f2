package miroir.engine.request;

import com.fasterxml.jackson.databind.node.TextNode;
import java.util.List;
import java.util.regex.Pattern;
import miroir.engine.error.Wording;
import org.jspecify.annotations.Nullable;

/** Reads conditions about {@code _vectors} (source: Meilisearch, filter-parser/condition.rs). */
final class FilterVectors {
    private static final List<String> KINDS = List.of("fragments", "userProvided", "documentTemplate", "regenerate");
    private static final Pattern START = Pattern.compile("_vectors[.\\s]");
    private static final Pattern ORDINARY = Pattern.compile("_vectors\\S*\\s*(?:[=<>!]|IN\\b|NOT\\s+IN\\b|IS\\s)");

    private final FilterSource in;

    FilterVectors(FilterSource in) {
        this.in = in;
    }

    /** A condition on vectors, or null when none stands here. */
    @Nullable
    Filter read() {
        int start = in.at;
        in.skipSpaces();
        if (!stands(START) || stands(ORDINARY)) {
            in.at = start;
            return null;
        }
        in.take("_vectors");
        StringBuilder text = new StringBuilder("_vectors");
        if (!in.skipSpaces()) {
            in.take(".");
            path(text);
        }
        boolean negated = in.takeSpaced("NOT", "EXISTS");
        if (!negated && !in.take("EXISTS")) {
            throw fault("Was expecting an operation like `EXISTS` or `NOT EXISTS` after the vector filter.");
        }
        Filter exists =
                new Filter.Condition(null, "_vectors", text.append(" EXISTS").toString());
        return negated ? new Filter.Not(exists) : exists;
    }

    private boolean stands(Pattern pattern) {
        return pattern.matcher(in.text).region(in.at, in.text.length()).lookingAt();
    }

    private void path(StringBuilder text) {
        if (in.peek() == ' ') {
            throw FilterFault.of("Was expecting embedder name but found nothing.", in, in.at, in.at + 1);
        }
        text.append('.').append(name("The vector filter's embedder name is invalid."));
        String kind = kind(text);
        if (in.peek() == '.') {
            throw unknownSuffix(kind);
        }
        if (!in.skipSpaces()) {
            throw fault("The vector filter has leftover tokens.");
        }
    }

    private @Nullable String kind(StringBuilder text) {
        for (String kind : KINDS) {
            if (in.take("." + kind)) {
                text.append('.').append(kind);
                if (kind.equals("fragments")) {
                    if (!in.take(".")) {
                        throw fault("The vector filter is missing a fragment name.");
                    }
                    text.append('.').append(name("The vector filter's fragment name is invalid."));
                }
                return kind;
            }
        }
        return null;
    }

    /** A quoted text or a word without dots, quoted as Meilisearch writes it. */
    private String name(String invalid) {
        int start = in.at;
        FilterValues.Value value = value();
        if (value != null) {
            return TextNode.valueOf(value.content()).toString();
        }
        in.at = start;
        boolean quoted = in.peek() == '"' || in.peek() == '\'';
        throw fault(quoted ? "The quotes in one of the values are inconsistent." : invalid);
    }

    private FilterValues.@Nullable Value value() {
        int end = in.wordEnd(in.at);
        int dot = in.text.substring(in.at, end).indexOf('.');
        end = dot < 0 ? end : in.at + dot;
        if (end > in.at) {
            FilterValues.Value word = new FilterValues.Value(in.text.substring(in.at, end), in.at, end);
            in.at = end;
            return word;
        }
        try {
            return in.peek() == '"' || in.peek() == '\'' ? new FilterValues(in).quoted(in.peek()) : null;
        } catch (FilterFault e) {
            return null;
        }
    }

    private FilterFault unknownSuffix(@Nullable String previous) {
        int point = in.at++;
        FilterValues.Value value = value();
        int start = value == null ? point : value.start();
        int end = value == null ? point + 1 : value.end();
        return FilterFault.of(suffixText(previous, value == null ? "." : value.content()), in, start, end);
    }

    private static String suffixText(@Nullable String previous, String value) {
        if (value.equals(".")) {
            return "Was expecting one of `.fragments`, `.userProvided`, `.documentTemplate`, `.regenerate` or nothing,"
                    + " but instead found a point without a valid value.";
        }
        if (previous != null) {
            return "Vector filter can only accept one of `fragments`, `userProvided`, `documentTemplate` or"
                    + " `regenerate`, but found both `" + previous + "` and `" + value + "`.";
        }
        if (KINDS.contains(value)) {
            return "Was expecting this part to be unquoted.";
        }
        String found = "Was expecting one of `fragments`, `userProvided`, `documentTemplate`, `regenerate` or nothing,"
                + " but instead found `" + value + "`.";
        for (String kind : KINDS) {
            if (Wording.distance(value, kind) <= 2) {
                return found + " Did you mean `" + kind + "`?";
            }
        }
        return found;
    }

    private FilterFault fault(String what) {
        return FilterFault.of(what, in, in.at, in.text.length());
    }
}
