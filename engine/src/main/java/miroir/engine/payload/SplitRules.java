package miroir.engine.payload;

import java.util.Map;

/**
 * What the settings of an index ask of its documents.
 *
 * @param index the uid that the client knows, for error texts
 * @param geo whether {@code _geo} is filterable or sortable
 * @param embedders the configured embedders by name
 */
public record SplitRules(String index, boolean geo, Map<String, Vectors> embedders) {
    /** Copies the map. */
    public SplitRules {
        embedders = Map.copyOf(embedders);
    }

    /** Rules of an index without geo search and embedders. */
    public static SplitRules plain(String index) {
        return new SplitRules(index, false, Map.of());
    }

    /**
     * What an embedder asks of {@code _vectors}.
     *
     * @param dimensions length of each vector, 0 when not known
     * @param required whether every document must bring its vector or opt out with null, as
     *     {@code userProvided} asks when documents are replaced
     */
    public record Vectors(int dimensions, boolean required) {}
}
