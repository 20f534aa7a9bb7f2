package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import miroir.core.merge.FacetRules;
import org.jspecify.annotations.Nullable;

/** A merge request under construction, with the answers as texts. */
final class SearchCase {
    private final List<VolumeAnswer> answers = new ArrayList<>();

    @Nullable
    String query = "q";

    Paging paging = new Paging.OffsetLimit(0, 20);
    int maxTotalHits = 1000;
    HitStrip strip = HitStrip.NONE;
    int heaviest;
    boolean keepScore;
    boolean keepDetails;
    Set<String> hidden = Set.of();

    @Nullable
    String distinct;

    @Nullable
    FacetRules facets;

    String primaryKey = "id";
    List<Integer> missing = List.of();

    SearchCase answer(String json) {
        answers.add(new VolumeAnswer(json.getBytes(StandardCharsets.UTF_8), marker -> !marker.equals("wrong")));
        return this;
    }

    /** An answer with these hits and as many in total. */
    SearchCase hits(String... hits) {
        return answer("{\"hits\":[" + String.join(",", hits) + "],\"query\":\"q\",\"processingTimeMs\":1,\"limit\":20,"
                + "\"offset\":0,\"estimatedTotalHits\":" + hits.length + ",\"requestUid\":\"n\"}");
    }

    SearchMerged merge() {
        var reader = SearchMerge.reader(strip, keepScore, primaryKey, distinct, heaviest);
        return SearchMerge.merge(
                new SearchMergeRequest(
                        query,
                        paging,
                        maxTotalHits,
                        primaryKey,
                        strip,
                        keepScore,
                        keepDetails,
                        hidden,
                        distinct,
                        facets,
                        7,
                        "uid",
                        missing),
                answers.stream().map(reader).toList());
    }

    String body() {
        return new String(merge().body(), StandardCharsets.UTF_8);
    }

    /** The array of hits alone. */
    String mergedHits() {
        String body = body();
        return body.substring("{\"hits\":".length(), body.lastIndexOf(",\"query\":"));
    }
}
