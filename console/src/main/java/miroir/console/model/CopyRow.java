package miroir.console.model;

import java.time.Instant;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/** One copy as a table row. */
public record CopyRow(
        int shard,
        String shardHref,
        String node,
        String nodeHref,
        int group,
        int rank,
        CopyLook look,
        boolean serving,
        String documents,
        Stamp since,
        String reason,
        String title) {

    /** That copy of that shard. */
    public static CopyRow of(String index, ShardPicture shard, CopyPicture copy, Instant now) {
        CopyLook look = CopyLook.of(copy);
        return new CopyRow(
                shard.shard(),
                Links.shard(index, shard.shard()),
                copy.node(),
                Links.node(copy.node()),
                copy.group(),
                copy.rank(),
                look,
                copy.serving(),
                Words.count(shard.documents()),
                Stamp.of(now, copy.since(), "unknown"),
                copy.reason(),
                title(index, shard, copy, look));
    }

    /** The copy in one line, as tooltips and screen readers give it. */
    static String title(String index, ShardPicture shard, CopyPicture copy, CopyLook look) {
        String documents = shard.documents() < 0 ? "" : ", " + Words.count(shard.documents()) + " documents";
        String reason = copy.reason().isEmpty() ? "" : "; " + copy.reason();
        return index + " shard " + shard.shard() + ", rank " + copy.rank() + ", " + copy.node() + ": " + look.word()
                + documents + reason;
    }
}
