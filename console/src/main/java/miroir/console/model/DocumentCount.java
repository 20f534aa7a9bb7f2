package miroir.console.model;

import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;

/**
 * How many documents all indexes have, as far as it is known.
 *
 * @param known documents of the indexes whose count is known
 * @param most documents of the largest of these
 * @param unknown indexes whose count is not known, because some shard of them cannot be counted now
 */
record DocumentCount(long known, long most, int unknown, int indexes) {

    static DocumentCount of(ClusterPicture cluster) {
        long known = 0;
        long most = 0;
        int unknown = 0;
        for (IndexPicture index : cluster.indexes()) {
            known += Math.max(0, index.documents());
            most = Math.max(most, index.documents());
            unknown += index.documents() < 0 ? 1 : 0;
        }
        return new DocumentCount(known, most, unknown, cluster.indexes().size());
    }

    /** The number alone. */
    String number() {
        if (unknown == 0) {
            return Words.count(known);
        }
        return known == 0 ? "unknown" : "at least " + Words.count(known);
    }

    /** The number with its noun. */
    String sentence() {
        return unknown > 0 && known == 0
                ? "an unknown number of documents"
                : number() + (known == 1 ? " document" : " documents");
    }

    /** Of what it is the number. */
    String note() {
        String all = "in " + Words.count(indexes, "index", "indexes");
        return unknown == 0 || unknown == indexes
                ? all
                : unknown + " of " + Words.count(indexes, "index", "indexes") + " not counted";
    }
}
