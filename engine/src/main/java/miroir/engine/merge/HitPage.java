package miroir.engine.merge;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import miroir.core.merge.FacetField;

/** One volume's answer to a search or a document listing, taken apart. */
public final class HitPage {
    private static final byte[] HITS = ascii("hits");
    private static final byte[] RESULTS = ascii("results");
    private static final byte[] ESTIMATED = ascii("estimatedTotalHits");
    private static final byte[] TOTAL_HITS = ascii("totalHits");
    private static final byte[] TOTAL = ascii("total");
    private static final byte[] DISTRIBUTION = ascii("facetDistribution");
    private static final byte[] STATS = ascii("facetStats");

    private final List<Hit> hits = new ArrayList<>();
    private final FacetReader facets = new FacetReader();
    private long total;
    private int dropped;
    private boolean skipped;
    private boolean listed;
    private boolean counted;

    private final boolean search;

    private HitPage(boolean search) {
        this.search = search;
    }

    /** Takes an answer to a search apart; anything else is refused as malformed. */
    static HitPage ofSearch(VolumeAnswer answer, HitReader reader) {
        return read(new HitPage(true), answer, reader);
    }

    /** Takes a list of documents apart; anything else is refused as malformed. */
    static HitPage ofDocuments(VolumeAnswer answer, HitReader reader) {
        return read(new HitPage(false), answer, reader);
    }

    private static HitPage read(HitPage page, VolumeAnswer answer, HitReader reader) {
        JsonCursor cursor = new JsonCursor(answer.body());
        cursor.enter('{');
        while (cursor.nextMember()) {
            page.readMember(cursor, answer, reader);
        }
        if (!page.listed || !page.counted) {
            throw new MalformedAnswerException("hits and their total", cursor.at());
        }
        return page;
    }

    private void readMember(JsonCursor cursor, VolumeAnswer answer, HitReader reader) {
        if (cursor.keyIs(search ? HITS : RESULTS)) {
            reader.readAll(cursor, answer, this);
            listed = true;
        } else if (search ? cursor.keyIs(ESTIMATED) || cursor.keyIs(TOTAL_HITS) : cursor.keyIs(TOTAL)) {
            total = cursor.readLong();
            counted = true;
        } else if (cursor.keyIs(DISTRIBUTION)) {
            facets.readDistribution(cursor);
        } else if (cursor.keyIs(STATS)) {
            facets.readStats(cursor);
        } else {
            cursor.skipValue();
        }
    }

    void add(Hit hit) {
        hits.add(hit);
        skipped |= hit.rank.skipped();
    }

    void drop() {
        dropped++;
    }

    /** In the node's order. */
    List<Hit> hits() {
        return hits;
    }

    /** How many hits there are. */
    public int size() {
        return hits.size();
    }

    long total() {
        return total;
    }

    int dropped() {
        return dropped;
    }

    boolean skipped() {
        return skipped;
    }

    Map<String, FacetField> facets() {
        return facets.fields();
    }

    private static byte[] ascii(String name) {
        return name.getBytes(StandardCharsets.US_ASCII);
    }
}
