package miroir.engine.adopt;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import miroir.core.placement.VolumeName;
import org.jspecify.annotations.Nullable;

/**
 * What was found of one volume.
 *
 * @param label what its index was called first
 * @param primaryKey null: it has none yet
 * @param documents how many each shard has, by the hidden field
 * @param lastTask the highest number of a task of Miroir's that it worked on, as far as the node still lists them; -1: none
 * @param settings as the node reads them back
 * @param sample ids of some documents with their shards
 */
public record VolumeFindings(
        String name,
        VolumeName parts,
        String label,
        @Nullable String primaryKey,
        Map<Integer, Long> documents,
        long lastTask,
        JsonNode settings,
        Map<String, Integer> sample) {}
