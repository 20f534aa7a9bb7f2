package miroir.engine.request;

import java.util.List;
import java.util.Map;
import miroir.engine.error.ErrorCode;
import miroir.engine.error.QueryParam;

/** The query of the stats routes: sizes as numbers or, on request, as text such as {@code 1.5 MiB}. */
public record StatsParams(boolean showInternalDatabaseSizes, boolean humanSizes) {

    /** Reads the query. */
    public static StatsParams fromQuery(Map<String, List<String>> query) {
        boolean[] read = new boolean[2];
        QueryParam.each(query, List.of("showInternalDatabaseSizes", "sizeFormat"), param -> {
            if (param.name().equals("sizeFormat")) {
                read[1] = param.as(ErrorCode.INVALID_STATS_SIZE_FORMAT)
                        .oneOf(List.of("human", "raw"))
                        .equals("human");
            } else {
                read[0] = param.as(ErrorCode.INVALID_STATS_SHOW_INTERNAL_DATABASE_SIZES)
                        .flag();
            }
        });
        return new StatsParams(read[0], read[1]);
    }
}
