package miroir.engine.request;

import java.util.List;
import java.util.Map;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.QueryParam;

/** The part of a list that a client asks for, as on {@code GET /indexes}. */
public record Paging(long offset, long limit) {
    /** How many entries a page has unless the client says. */
    public static final long DEFAULT_LIMIT = 20;

    /** Reads the query of {@code GET /indexes}. */
    public static Paging ofIndexes(Map<String, List<String>> query) {
        long[] read = {0, DEFAULT_LIMIT};
        QueryParam.each(query, List.of("offset", "limit"), param -> {
            if (param.name().equals("offset")) {
                read[0] = param.as(ErrorCode.INVALID_INDEX_OFFSET).count();
            } else {
                read[1] = param.as(ErrorCode.INVALID_INDEX_LIMIT).count();
            }
        });
        return new Paging(read[0], read[1]);
    }

    /** How many entries from the start are needed; saturates. */
    public long end() {
        long end = offset + limit;
        return end < 0 ? Long.MAX_VALUE : end;
    }
}
