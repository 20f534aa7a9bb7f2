package miroir.core.search;

import java.util.List;
import miroir.core.placement.Volume;
import miroir.core.topology.GroupId;

/**
 * One volume's part of a scatter.
 *
 * @param shards what its answer covers, ascending; a hit of any other shard is an error of the volume
 */
public record VolumeAsk(Volume volume, GroupId group, Ask ask, List<Integer> shards) {}
