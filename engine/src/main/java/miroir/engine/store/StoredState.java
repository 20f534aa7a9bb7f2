package miroir.engine.store;

import java.util.List;
import java.util.Map;
import miroir.core.placement.Copy;
import miroir.core.topology.IndexId;

/**
 * What a starting engine needs.
 *
 * @param nextTaskUid one more than the largest task uid ever written, pruned ones included
 */
public record StoredState(
        Map<String, String> meta,
        List<StoredNode> nodes,
        List<StoredIndex> indexes,
        Map<IndexId, List<Copy>> copies,
        Map<IndexId, List<StoredVolume>> volumes,
        long nextTaskUid) {}
