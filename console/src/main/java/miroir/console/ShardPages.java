package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;
import miroir.console.model.CopyLook;
import miroir.console.model.Curl;
import miroir.console.model.ShardPage;
import miroir.console.model.ShardsPage;
import miroir.console.model.ShardsQuery;
import miroir.console.model.VerifyActs;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.Operator;
import miroir.engine.api.ShardPicture;
import org.jspecify.annotations.Nullable;

/** Where the copies are: the map, its table, and one shard. */
final class ShardPages {
    private final ConsoleOptions options;
    private final @Nullable Operator operator;
    private final Frame frame;

    ShardPages(ConsoleOptions options, @Nullable Operator operator, Frame frame) {
        this.options = options;
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/shards", gate.guard(this::shards));
        routes.get("/console/shards/{index}/{shard}", gate.guard(this::shard));
    }

    private void shards(Context ctx) {
        ShardsQuery query = new ShardsQuery(
                Params.text(ctx, "index"),
                Params.text(ctx, "rows"),
                Params.text(ctx, "view"),
                Params.text(ctx, "problems").equals("1"));
        ClusterPicture cluster = frame.cluster(ctx);
        if (!query.index().isEmpty() && index(cluster, query.index()).isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        ShardsPage page = ShardsPage.of(cluster, query, options.clock().instant());
        if (Frame.wants(ctx, "shards-live")) {
            frame.refresh(ctx, frame.templates().fragShardsLive(page, CopyLook.legend()));
            return;
        }
        VerifyActs acts = operator == null || page.indexes().isEmpty()
                ? VerifyActs.NONE
                : VerifyActs.of(cluster, page.query().index(), new Curl(ClusterPages.base(ctx)));
        Frame.html(
                ctx, frame.templates().pageShards(frame.shell(ctx, "shards", "Shards"), page, CopyLook.legend(), acts));
    }

    private void shard(Context ctx) {
        ClusterPicture cluster = frame.cluster(ctx);
        Optional<IndexPicture> index = index(cluster, ctx.pathParam("index"));
        Optional<ShardPicture> shard = index.flatMap(i -> i.shardPictures().stream()
                .filter(s -> Integer.toString(s.shard()).equals(ctx.pathParam("shard")))
                .findFirst());
        if (index.isEmpty() || shard.isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        ShardPage page =
                ShardPage.of(cluster, index.get(), shard.get(), options.clock().instant());
        if (Frame.wants(ctx, "shard-live")) {
            frame.refresh(ctx, frame.templates().fragShardLive(page));
            return;
        }
        String title = page.index() + " shard " + page.shard();
        Frame.html(
                ctx,
                frame.templates()
                        .pageShard(frame.shell(ctx, "shards", title), page, ClusterPages.base(ctx), operator != null));
    }

    private static Optional<IndexPicture> index(ClusterPicture cluster, String uid) {
        return cluster.indexes().stream().filter(i -> i.uid().equals(uid)).findFirst();
    }
}
