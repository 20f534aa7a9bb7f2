package miroir.engine.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What Miroir adds when it asks a node.
 *
 * @param shardPredicate a filter for the asked shards; null when the volume holds exactly them
 * @param displayed the client's displayedAttributes; null: all
 * @param primaryKey needed in hits to tell them apart; null while the index has none
 * @param distinctAttribute needed in hits to apply it over all nodes; null: none
 */
public record NodeAsk(
        @Nullable String shardPredicate,
        @Nullable List<String> displayed,
        @Nullable String primaryKey,
        @Nullable String distinctAttribute) {}
