package miroir.core.search;

import java.util.List;

/** What a volume is asked for; it decides the filter. */
public sealed interface Ask {

    /** Everything it holds: no filter. */
    record Whole() implements Ask {}

    /** Only these shards. */
    record Only(List<Integer> shards) implements Ask {}

    /** Everything it holds but these shards; used where that list is the shorter one. */
    record AllBut(List<Integer> shards) implements Ask {}
}
