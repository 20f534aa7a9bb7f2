package miroir.engine.request;

import java.util.List;
import java.util.Map;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.QueryParam;
import org.jspecify.annotations.Nullable;

/**
 * The query of a document write.
 *
 * @param csvDelimiter an ASCII character, if given
 */
public record DocumentWriteParams(
        @Nullable String primaryKey,
        @Nullable Character csvDelimiter,
        @Nullable String customMetadata,
        boolean skipCreation) {

    /** Reads the query of {@code POST} and {@code PUT /documents}. */
    public static DocumentWriteParams ofAddition(Map<String, List<String>> query) {
        Draft draft = new Draft();
        QueryParam.each(query, List.of("primaryKey", "csvDelimiter", "customMetadata", "skipCreation"), draft::read);
        return draft.build();
    }

    /** Reads the query of the other document writes. */
    public static DocumentWriteParams ofDeletion(Map<String, List<String>> query) {
        Draft draft = new Draft();
        QueryParam.each(query, List.of("customMetadata"), draft::read);
        return draft.build();
    }

    private static final class Draft {
        private @Nullable String primaryKey;
        private @Nullable Character csvDelimiter;
        private @Nullable String customMetadata;
        private boolean skipCreation;

        void read(QueryParam param) {
            switch (param.name()) {
                case "primaryKey" -> primaryKey = param.value();
                case "csvDelimiter" -> csvDelimiter = delimiter(param.as(ErrorCode.INVALID_DOCUMENT_CSV_DELIMITER));
                case "customMetadata" -> customMetadata = param.value();
                default -> skipCreation = skip(param.value());
            }
        }

        DocumentWriteParams build() {
            return new DocumentWriteParams(primaryKey, csvDelimiter, customMetadata, skipCreation);
        }
    }

    private static char delimiter(QueryParam param) {
        String value = param.value();
        int length = value.codePointCount(0, value.length());
        if (length == 0) {
            throw param.unexpected("expected a string of one character, but found an empty string");
        }
        if (length > 1) {
            throw param.unexpected("expected a string of one character, but found the following string of " + length
                    + " characters: `" + value + "`");
        }
        if (value.charAt(0) > 127) {
            throw new ApiException(param.code(), "csv delimiter must be an ascii character. Found: `" + value + "`");
        }
        return value.charAt(0);
    }

    private static boolean skip(String value) {
        boolean skip = value.equalsIgnoreCase("true");
        if (!skip && !value.equalsIgnoreCase("false")) {
            throw new ApiException(
                    ErrorCode.INVALID_SKIP_CREATION,
                    "skipCreation must be either `true` or `false`. Found: `" + value + "`");
        }
        return skip;
    }
}
