package miroir.engine.write;

import java.util.List;
import miroir.core.placement.Volume;

/**
 * One volume's share of a task.
 *
 * @param shards the in-sync shards of this volume that the task touches
 * @param calls sent one after the other; the last one carries the counts
 */
public record Part(Volume volume, List<Integer> shards, List<NodeCall> calls) {}
