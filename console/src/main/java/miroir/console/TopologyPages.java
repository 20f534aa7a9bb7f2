package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.util.Optional;
import miroir.console.model.Curl;
import miroir.console.model.Links;
import miroir.console.model.TopologyPage;
import miroir.console.model.Typed;
import miroir.console.model.WishForm;
import miroir.console.model.WishKind;
import miroir.console.model.WishReader;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.NodePicture;
import miroir.engine.api.Operator;

/** The forms that wish for another topology; each one ends in a plan to look at. */
final class TopologyPages {
    private final Operator operator;
    private final Frame frame;

    TopologyPages(Operator operator, Frame frame) {
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/topology", gate.guard(ctx -> topology(ctx, Typed.NOTHING)));
        routes.get("/console/nodes/{id}/replace", gate.guard(ctx -> replace(ctx, ctx.pathParam("id"), Typed.NOTHING)));
        routes.post("/console/plans", gate.form(this::plan));
    }

    private static Curl curl(Context ctx) {
        return new Curl(ClusterPages.base(ctx));
    }

    private void topology(Context ctx, Typed typed) {
        TopologyPage page = TopologyPage.of(frame.cluster(ctx), curl(ctx), typed);
        Frame.html(ctx, frame.templates().pageTopology(frame.still(ctx, "topology", "Topology"), page));
    }

    private void replace(Context ctx, String id, Typed typed) {
        Optional<NodePicture> node = node(ctx, id);
        if (node.isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        WishForm form = WishForm.replace(node.get(), curl(ctx), typed);
        Frame.html(
                ctx, frame.templates().pageReplace(frame.still(ctx, "nodes", "Replace " + id), form, Links.node(id)));
    }

    private Optional<NodePicture> node(Context ctx, String id) {
        return frame.cluster(ctx).nodes().stream()
                .filter(n -> n.id().equals(id))
                .findFirst();
    }

    private void plan(Context ctx) {
        Optional<WishKind> kind = WishKind.of(Params.form(ctx, "kind"));
        if (kind.isEmpty() || !known(ctx, kind.get(), Params.form(ctx, "target"))) {
            frame.notFound(ctx);
            return;
        }
        Typed typed = WishReader.read(kind.get(), Forms.of(ctx));
        TopologyWish wish = typed.wish();
        if (wish == null) {
            again(ctx, typed);
            return;
        }
        frame.later(
                ctx, operator.plan(wish), picture -> ctx.redirect(Links.plan(picture.planId()), HttpStatus.SEE_OTHER));
    }

    private boolean known(Context ctx, WishKind kind, String target) {
        return switch (kind) {
            case DRAIN_NODE, REMOVE_NODE, REPLACE_NODE, FAIL_NODE ->
                node(ctx, target).isPresent();
            case REMOVE_GROUP, FAIL_GROUP ->
                frame.cluster(ctx).nodes().stream()
                        .anyMatch(n -> Integer.toString(n.group()).equals(target));
            case ADD_NODE, ADD_GROUP, REPLICATION_FACTOR -> true;
        };
    }

    /** The form again, with what was typed and what is wrong with it. */
    private void again(Context ctx, Typed typed) {
        ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
        if (typed.kind() == WishKind.REPLACE_NODE) {
            replace(ctx, Params.form(ctx, "target"), typed);
        } else {
            topology(ctx, typed);
        }
    }
}
