package miroir.engine.request;

/** What is wrong with a filter expression, in Meilisearch's words. */
final class FilterFault extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String text;
    private final boolean reservedWord;

    private FilterFault(String message, boolean reservedWord) {
        super(message, null, false, false);
        this.text = message;
        this.reservedWord = reservedWord;
    }

    /** A fault of a part of the source: its text, then on a second line the part's columns and the source. */
    static FilterFault of(String what, FilterSource source, int start, int end) {
        return new FilterFault(what + "\n" + FilterSource.place(source.text, start, end), false);
    }

    /** A keyword where a value must stand. */
    static FilterFault reservedWord(FilterSource source, int start, int end) {
        String word = source.escaped(start, end);
        String what = "Was expecting a value but instead got `" + word + "`, which is a reserved keyword. To use `"
                + word + "` as a field name or a value, surround it by quotes.";
        return new FilterFault(what + "\n" + FilterSource.place(source.text, start, end), true);
    }

    String text() {
        return text;
    }

    boolean isReservedWord() {
        return reservedWord;
    }
}
