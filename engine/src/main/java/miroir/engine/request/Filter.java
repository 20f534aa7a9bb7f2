package miroir.engine.request;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A parsed filter expression. */
public sealed interface Filter {

    /** All of them hold. */
    record And(List<Filter> parts) implements Filter {}

    /** At least one of them holds. */
    record Or(List<Filter> parts) implements Filter {}

    /** It does not hold. */
    record Not(Filter part) implements Filter {}

    /**
     * One condition.
     *
     * @param attribute what it is about; null for geo, vector and foreign conditions
     * @param text how Meilisearch writes the condition itself
     */
    record Condition(@Nullable Mention attribute, String operator, String text) implements Filter {}

    /**
     * An attribute named in a filter.
     *
     * @param name its name, without quotes and escapes
     * @param source the whole expression; the same text for all conditions of it
     * @param start where it stands in it
     * @param end where it ends
     */
    record Mention(String name, String source, int start, int end) {
        /** Where it stands, as the second line of an error about it. */
        public String place() {
            return FilterSource.place(source, start, end);
        }
    }

    /** The conditions in the order in which Meilisearch looks for bad attributes: last ones first. */
    default List<Condition> conditions() {
        List<Condition> all = new ArrayList<>();
        collect(this, all);
        Collections.reverse(all);
        return all;
    }

    /** The expression as Meilisearch writes it. */
    default String text() {
        StringBuilder text = new StringBuilder();
        write(this, text, null);
        return text.toString();
    }

    /** The column, from 1, at which a condition of this filter starts in {@link #text()}. */
    default int columnOf(Condition wanted) {
        StringBuilder text = new StringBuilder();
        int at = write(this, text, wanted);
        return text.codePointCount(0, at) + 1;
    }

    private static void collect(Filter filter, List<Condition> all) {
        if (filter instanceof And and) {
            and.parts().forEach(part -> collect(part, all));
        } else if (filter instanceof Or or) {
            or.parts().forEach(part -> collect(part, all));
        } else if (filter instanceof Not not) {
            collect(not.part(), all);
        } else if (filter instanceof Condition condition) {
            all.add(condition);
        }
    }

    /** Appends the text and answers the offset of the wanted condition, or 0. */
    @SuppressWarnings("ReferenceEquality") // equal conditions may stand at several places
    private static int write(Filter filter, StringBuilder to, @Nullable Condition wanted) {
        if (filter instanceof And and) {
            return join(and.parts(), " AND ", to, wanted);
        }
        if (filter instanceof Or or) {
            return join(or.parts(), " OR ", to, wanted);
        }
        if (filter instanceof Not not) {
            to.append("NOT (");
            int at = write(not.part(), to, wanted);
            to.append(')');
            return at;
        }
        int start = to.length();
        to.append(((Condition) filter).text());
        return filter == wanted ? start : 0;
    }

    private static int join(List<Filter> parts, String word, StringBuilder to, @Nullable Condition wanted) {
        int at = 0;
        for (int i = 0; i < parts.size(); i++) {
            to.append(i == 0 ? "(" : word + "(");
            at = Math.max(at, write(parts.get(i), to, wanted));
            to.append(')');
        }
        return at;
    }
}
