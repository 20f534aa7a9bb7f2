package miroir.console;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.net.URI;
import java.util.Optional;
import miroir.console.model.Curl;
import miroir.console.model.Links;
import miroir.console.model.NodeEditPage;
import miroir.core.topology.AccessKey;
import miroir.core.topology.NodeAddress;
import miroir.engine.api.NodeEdit;
import miroir.engine.api.NodePicture;
import miroir.engine.api.Operator;
import miroir.engine.api.Operator.Decision;

/** The forms that tell Miroir that a node has moved, or wants another key. */
final class NodePages {
    private final Operator operator;
    private final Frame frame;

    NodePages(Operator operator, Frame frame) {
        this.operator = operator;
        this.frame = frame;
    }

    void install(RoutesConfig routes, Gate gate) {
        routes.get("/console/nodes/{id}/address", gate.guard(ctx -> show(ctx, true, "", Wrong.NOTHING)));
        routes.get("/console/nodes/{id}/key", gate.guard(ctx -> show(ctx, false, "", Wrong.NOTHING)));
        routes.post("/console/nodes/{id}/address", gate.form(this::address));
        routes.post("/console/nodes/{id}/key", gate.form(this::key));
    }

    /** What is wrong with what was typed, or why it was not done; empty: nothing. */
    private record Wrong(String error, String keyError) {
        static final Wrong NOTHING = new Wrong("", "");
    }

    private void show(Context ctx, boolean address, String typed, Wrong wrong) {
        String id = ctx.pathParam("id");
        Optional<NodePicture> node = frame.cluster(ctx).nodes().stream()
                .filter(n -> n.id().equals(id))
                .findFirst();
        if (node.isEmpty()) {
            frame.notFound(ctx);
            return;
        }
        Curl curl = new Curl(ClusterPages.base(ctx));
        NodeEditPage page = address
                ? NodeEditPage.address(id, node.get().address(), typed, wrong.error(), wrong.keyError(), curl)
                : NodeEditPage.key(id, wrong.error(), curl);
        Frame.html(ctx, frame.templates().pageNodeEdit(frame.still(ctx, "nodes", page.title()), page));
    }

    private void address(Context ctx) {
        String typed = Params.form(ctx, "value").strip();
        URI address;
        try {
            address = NodeAddress.parse(typed);
        } catch (IllegalArgumentException e) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, true, typed, new Wrong("It " + e.getMessage() + ".", ""));
            return;
        }
        String key = Params.form(ctx, "key").strip();
        Optional<String> problem = key.isEmpty() ? Optional.empty() : AccessKey.problem(key);
        if (problem.isPresent()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, true, typed, new Wrong("", "The key " + problem.get() + "."));
            return;
        }
        order(ctx, new NodeEdit(ctx.pathParam("id"), address, key.isEmpty() ? null : key, forced(ctx)), typed);
    }

    private void key(Context ctx) {
        String typed = Params.form(ctx, "value").strip();
        Optional<String> problem = AccessKey.problem(typed);
        if (problem.isPresent()) {
            ctx.status(HttpStatus.UNPROCESSABLE_CONTENT);
            show(ctx, false, "", new Wrong("The key " + problem.get() + ".", ""));
            return;
        }
        order(ctx, new NodeEdit(ctx.pathParam("id"), null, typed, forced(ctx)), "");
    }

    private static boolean forced(Context ctx) {
        return Params.form(ctx, "force").equals("1");
    }

    private void order(Context ctx, NodeEdit edit, String typed) {
        frame.later(ctx, operator.change(edit, Frame.actor(ctx)), decision -> decided(ctx, edit, typed, decision));
    }

    private void decided(Context ctx, NodeEdit edit, String typed, Decision decision) {
        switch (decision.kind()) {
            case DONE -> ctx.redirect(Links.node(edit.node()), HttpStatus.SEE_OTHER);
            case NOT_FOUND -> frame.notFound(ctx);
            case REFUSED, OUTDATED -> {
                ctx.status(HttpStatus.CONFLICT);
                show(ctx, edit.address() != null, typed, new Wrong(decision.message(), ""));
            }
        }
    }
}
