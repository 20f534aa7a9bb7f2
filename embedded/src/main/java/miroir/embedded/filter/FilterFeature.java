package miroir.embedded.filter;

/** Experimental features that filters may need, in the order in which they are asked for. */
enum FilterFeature {
    CONTAINS("containsFilter", "Using `CONTAINS` in a filter", "contains filter", 763),
    FOREIGN("foreignKeys", "using a foreign filter", "foreign_keys", 873),
    SHARD("network", "using a shard filter", "network", 805),
    VECTORS("multimodal", "using a vector filter", "multimodal", 846);

    private static final String VECTORS_FIELD = "_vectors";

    private final String flag;
    private final String what;
    private final String name;
    private final int discussion;

    FilterFeature(String flag, String what, String name, int discussion) {
        this.flag = flag;
        this.what = what;
        this.name = name;
        this.discussion = discussion;
    }

    /** Its name among the experimental features. */
    String flag() {
        return flag;
    }

    boolean isNeededBy(Filter.Condition condition) {
        String field = condition.field().text();
        return switch (this) {
            case CONTAINS -> condition.operator().equals("CONTAINS");
            case FOREIGN -> condition.operator().equals("_foreign");
            case SHARD -> field.equals("_shard");
            case VECTORS ->
                condition.operator().equals("EXISTS")
                        && (field.equals(VECTORS_FIELD) || field.startsWith(VECTORS_FIELD + "."));
        };
    }

    FilterException missing(Filter.Condition condition) {
        int at = condition.field().column();
        int length = condition.field().length();
        if (this == CONTAINS) {
            at = condition.source().indexOf("CONTAINS", at) + 1;
            length = "CONTAINS".length();
        } else if (this == VECTORS) {
            length = VECTORS_FIELD.length();
        }
        String message = what + " requires enabling the `" + name
                + "` experimental feature. See https://github.com/orgs/meilisearch/discussions/" + discussion;
        return FilterException.feature(message, at, length, condition.source());
    }
}
