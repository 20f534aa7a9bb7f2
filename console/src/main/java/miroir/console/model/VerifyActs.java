package miroir.console.model;

/**
 * Comparing the copies of an index.
 *
 * @param href where the orders go; empty: it cannot be ordered
 */
public record VerifyActs(String index, String href, String curl) {
    /** Cannot be ordered. */
    public static final VerifyActs NONE = new VerifyActs("", "", "");

    /** For that index. */
    public static VerifyActs of(String index, Curl curl) {
        return new VerifyActs(
                index,
                Links.index(index),
                "# Verify\n" + curl.verify(index, false) + "\n\n# Repair\n" + curl.verify(index, true));
    }
}
