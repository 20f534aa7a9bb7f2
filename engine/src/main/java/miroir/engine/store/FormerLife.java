package miroir.engine.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import java.util.List;
import miroir.engine.error.Json;
import org.jspecify.annotations.Nullable;

/**
 * Who a node was before it came back without its data. Should the same node come back after all, with its data, then what
 * only it had serves again.
 *
 * @param marker what its identity document said
 * @param taskUid the newest task its list had shown
 * @param taskAt when it had taken that task, as it wrote it; null: not known
 * @param copies what was in sync there and nowhere else
 * @param volumes what its volumes were called
 */
public record FormerLife(
        String marker, long taskUid, @Nullable String taskAt, List<LastCopy> copies, List<Volume> volumes) {
    /** Why the copies of a node are out of sync that begins a new life without any of its data. */
    public static final String LOST = "lost its data";

    /** The same for one that has data, but of before. */
    public static final String PUT_BACK = "was put back to an old state";

    private static final TypeReference<List<FormerLife>> LIST = new TypeReference<>() {};

    /** A copy that was the last one in sync of its shard. */
    public record LastCopy(long index, int shard, int rank) {}

    /**
     * A volume's name.
     *
     * @param next the name it was about to get; null: none
     */
    public record Volume(
            long index, int rank, String name, @Nullable String next) {}

    /** The same without its claim to a shard. */
    public FormerLife without(long index, int shard) {
        List<LastCopy> left = copies.stream()
                .filter(last -> last.index() != index || last.shard() != shard)
                .toList();
        return new FormerLife(marker, taskUid, taskAt, left, volumes);
    }

    static String write(List<FormerLife> lives) {
        try {
            return Json.MAPPER.writeValueAsString(lives);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<FormerLife> read(@Nullable String json) {
        try {
            return json == null ? List.of() : List.copyOf(Json.MAPPER.readValue(json, LIST));
        } catch (JsonProcessingException e) {
            throw new StoreException("not a node's former lives: " + e.getOriginalMessage(), e);
        }
    }
}
