package miroir.engine.settings;

/** The field that Miroir adds to every document, and the names and characters kept for it. */
public final class ReservedField {
    /** Names that begin so are Miroir's. */
    public static final String PREFIX = "_miroir";

    /** The field that says which shard a document belongs to. */
    public static final String SHARD = "_miroir_shard";

    /** The digits of the shard field's value: separators that yield no token. */
    public static final String DIGITS = "\u2E00\u2E01\u2E06\u2E07\u2E08\u2E0B\u2E0E\u2E0F";

    private ReservedField() {}

    /** Whether an attribute name is kept for Miroir. */
    public static boolean isReserved(String name) {
        return name.startsWith(PREFIX);
    }

    /** Whether a text contains one of the digits. */
    public static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> DIGITS.indexOf(c) >= 0);
    }
}
