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
    private final SearchRequest.Format format;
    private final Formatter formatter;

    Hits(Settings settings, SearchRequest request, Ranking.Result result) {
        this.request = request;
        this.result = result;
        this.displayed = settings.displayed();
        this.format = visible(request.format());
        this.formatter = new Formatter(format, result.terms());
    }

    Map<String, @Nullable Object> hit(Score score) {
        Map<String, @Nullable Object> tree = score.document().tree();
        tree.remove("_vectors");
        Map<String, @Nullable Object> shown = Selection.pick(tree, displayed);
        List<String> names = format.retrieve();
        Map<String, @Nullable Object> hit =
                new java.util.LinkedHashMap<>(names == null ? shown : Selection.pick(shown, names));
        distance(hit);
        if (format.formats()) {
            hit.put("_formatted", formatter.formatted(formatted(shown, names)));
        }
        if (format.positions()) {
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
        all.addAll(format.highlight());
        format.crop().forEach(entry -> all.add(Formatter.cropName(entry)));
        return Selection.pick(shown, all);
    }

    /** Without the names that are not displayed: they are compared whole, so a name inside another is not it. */
    private SearchRequest.Format visible(SearchRequest.Format asked) {
        if (displayed.contains("*")) {
            return asked;
        }
        List<String> retrieve = asked.retrieve();
        return new SearchRequest.Format(
                retrieve == null ? null : visible(retrieve),
                visible(asked.highlight()),
                visible(asked.crop()),
                asked.cropLength(),
                asked.cropMarker(),
                asked.preTag(),
                asked.postTag(),
                asked.positions());
    }

    private List<String> visible(List<String> names) {
        return names.stream()
                .filter(name -> name.startsWith("*") || displayed.contains(Formatter.cropName(name)))
                .toList();
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
