package miroir.embedded.filter;

import java.util.List;

/** A parsed filter. */
public sealed interface Filter {

    /** A value or name in the filter's text; the column counts from 1. */
    record Token(String text, int column, int length) {}

    /** All must hold. */
    record And(List<Filter> parts) implements Filter {}

    /** One must hold. */
    record Or(List<Filter> parts) implements Filter {}

    /** It must not hold. */
    record Not(Filter part) implements Filter {}

    /** A field compared with values; the operator is {@code =}, {@code >}, {@code TO}, {@code IN}, {@code EXISTS}… */
    record Condition(Token field, String operator, List<Token> values, String source) implements Filter {}

    /** Within some metres of a point. */
    record Radius(List<Token> numbers, String source) implements Filter {}

    /** Inside the line through some points. */
    record Polygon(List<Token> numbers, String source) implements Filter {}

    /** Between the top right and the bottom left corner. */
    record Box(List<Token> numbers, String source) implements Filter {}
}
