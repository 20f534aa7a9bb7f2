package miroir.embedded.api;

import java.util.List;
import java.util.Locale;

/** The names of settings in bodies, paths and error codes. */
final class SettingNames {

    /** All names, as the error of an unknown one lists them. */
    static final List<String> ALL = List.of(
            "displayedAttributes",
            "searchableAttributes",
            "filterableAttributes",
            "sortableAttributes",
            "foreignKeys",
            "rankingRules",
            "stopWords",
            "nonSeparatorTokens",
            "separatorTokens",
            "dictionary",
            "synonyms",
            "distinctAttribute",
            "proximityPrecision",
            "typoTolerance",
            "faceting",
            "pagination",
            "embedders",
            "searchCutoffMs",
            "localizedAttributes",
            "facetSearch",
            "prefixSearch",
            "chat");

    /** Those written with PATCH on their own route. */
    static final List<String> PATCHED = List.of("typoTolerance", "faceting", "pagination", "embedders");

    private SettingNames() {}

    /** The setting with a route's name, or null. */
    static @org.jspecify.annotations.Nullable String ofPath(String segment) {
        for (String name : ALL) {
            if (snake(name).replace('_', '-').equals(segment) && !name.equals("chat") && !name.equals("foreignKeys")) {
                return name;
            }
        }
        return null;
    }

    /** The code of a wrong value. */
    static String code(String name) {
        return "invalid_settings_" + snake(name);
    }

    private static String snake(String name) {
        return name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
