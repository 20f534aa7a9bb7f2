package miroir.console.model;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the shards page is asked for.
 *
 * @param index the index; empty: the first
 * @param rows "nodes" or "shards"
 * @param view "map" or "table"
 * @param problems whether only shards with a copy that does not serve are shown
 */
public record ShardsQuery(String index, String rows, String view, boolean problems) {
    public ShardsQuery {
        rows = rows.equals("shards") ? rows : "nodes";
        view = view.equals("table") ? view : "map";
    }

    /** The address of this view. */
    public String href() {
        Map<String, String> parameters = new LinkedHashMap<>();
        parameters.put("index", index);
        parameters.put("rows", rows);
        parameters.put("view", view);
        parameters.put("problems", problems ? "1" : "");
        return Links.query(Links.ROOT + "/shards", parameters);
    }

    ShardsQuery withIndex(String other) {
        return new ShardsQuery(other, rows, view, problems);
    }

    ShardsQuery withRows(String other) {
        return new ShardsQuery(index, other, view, problems);
    }

    ShardsQuery withView(String other) {
        return new ShardsQuery(index, rows, other, problems);
    }

    ShardsQuery withProblems(boolean other) {
        return new ShardsQuery(index, rows, view, other);
    }
}
