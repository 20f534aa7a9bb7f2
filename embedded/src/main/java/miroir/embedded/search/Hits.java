package miroir.embedded.search;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import miroir.embedded.index.GeoPoint;
import miroir.embedded.index.Settings;
import org.jspecify.annotations.Nullable;

/** Shows documents as hits. */
final class Hits {

    private final SearchRequest request;
    private final Ranking.Result result;
    private final List<String> displayed;
    private final Formatter formatter;

    Hits(Settings settings, SearchRequest request, Ranking.Result result) {
        this.request = request;
        this.result = result;
        this.displayed = settings.displayed();
        this.formatter = new Formatter(request.format(), result.terms());
    }

    Map<String, @Nullable Object> hit(Score score) {
        Map<String, @Nullable Object> tree = score.document().tree();
        tree.remove("_vectors");
        Map<String, @Nullable Object> shown = Selection.pick(tree, displayed);
        List<String> names = request.format().retrieve();
        Map<String, @Nullable Object> hit =
                new java.util.LinkedHashMap<>(names == null ? shown : Selection.pick(shown, names));
        distance(hit);
        if (request.format().formats()) {
            hit.put("_formatted", formatter.formatted(formatted(shown, names)));
        }
        if (request.format().positions()) {
            hit.put("_matchesPosition", formatter.positions(shown));
        }
        if (request.show().score()) {
            hit.put("_rankingScore", score.global(result.chain()));
        }
        if (request.show().details()) {
            hit.put("_rankingScoreDetails", score.details(result.chain(), displayed));
        }
        return hit;
    }

    private Map<String, @Nullable Object> formatted(Map<String, @Nullable Object> shown, @Nullable List<String> names) {
        if (names == null || names.contains("*")) {
            return shown;
        }
        List<String> all = new java.util.ArrayList<>(names);
        all.addAll(request.format().highlight());
        request.format().crop().forEach(entry -> all.add(Formatter.cropName(entry)));
        return Selection.pick(shown, all);
    }

    private void distance(Map<String, @Nullable Object> hit) {
        GeoPoint geo = GeoPoint.of(hit.get("_geo"));
        for (SortRule sort : request.sort()) {
            if (sort.point() != null && geo != null) {
                hit.put("_geoDistance", Math.round(geo.distance(Objects.requireNonNull(sort.point()))));
                return;
            }
        }
    }
}
