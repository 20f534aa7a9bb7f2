package miroir.engine.api;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which copies are to be believed although they are out of sync.
 *
 * @param choices one copy for each shard; null: the one that is recommended of every shard that nobody can read
 * @param force whether copies in sync that cannot be read, because their node is down or has lost them, are given up, and for
 *     copies that are named also others that may have more documents
 */
public record AcceptWish(String index, @Nullable List<Choice> choices, boolean force) {
    /** A shard, and the node whose copy is believed. */
    public record Choice(int shard, String node) {}

    /** One copy. */
    public static AcceptWish of(String index, int shard, String node, boolean force) {
        return new AcceptWish(index, List.of(new Choice(shard, node)), force);
    }
}
