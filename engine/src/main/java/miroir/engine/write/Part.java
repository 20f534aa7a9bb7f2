package miroir.engine.write;

import java.util.Collection;
import java.util.List;
import miroir.core.placement.Volume;

/**
 * One volume's share of a task.
 *
 * @param shards the in-sync shards of this volume that the task touches
 * @param calls sent one after the other; the last one carries the counts
 * @param making the calls for some of the shards
 */
public record Part(Volume volume, List<Integer> shards, List<NodeCall> calls, Calls making) {

    /** Makes the calls for these shards of one volume. */
    @FunctionalInterface
    public interface Calls {
        /** The calls, which may be none. */
        List<NodeCall> of(List<Integer> shards);
    }

    /** A share of all these shards. */
    static Part of(Volume volume, List<Integer> shards, Calls making) {
        return new Part(volume, shards, making.of(shards), making);
    }

    /** What is left of it when it touches no shards but these. */
    public Part only(Collection<Integer> kept) {
        return of(volume, shards.stream().filter(kept::contains).toList(), making);
    }
}
