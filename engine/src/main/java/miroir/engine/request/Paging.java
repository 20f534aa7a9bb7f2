package miroir.engine.request;

import java.util.List;
import java.util.Map;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.Numbers;
import miroir.engine.error.QueryParam;

/**
 * The part of a list that a client asks for, as on {@code GET /indexes}.
 *
 * @param offset of 64 bits, unsigned, as is the limit
 */
public record Paging(long offset, long limit) {
    /** How many entries a page has unless the client says. */
    public static final long DEFAULT_LIMIT = 20;

    /** Reads the query of {@code GET /indexes}. */
    public static Paging ofIndexes(Map<String, List<String>> query) {
        long[] read = {0, DEFAULT_LIMIT};
        QueryParam.each(query, List.of("offset", "limit"), param -> {
            if (param.name().equals("offset")) {
                read[0] = param.as(ErrorCode.INVALID_INDEX_OFFSET).unsigned();
            } else {
                read[1] = param.as(ErrorCode.INVALID_INDEX_LIMIT).unsigned();
            }
        });
        return new Paging(read[0], read[1]);
    }

    /** How many entries from the start are needed; saturates. */
    public long end() {
        return Numbers.saturated(Numbers.saturated(offset) + Numbers.saturated(limit));
    }
}
