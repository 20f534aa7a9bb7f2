package miroir.engine.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import miroir.core.task.TaskType;
import miroir.engine.Engine;
import miroir.engine.request.IndexUid;
import miroir.engine.request.JsonContentType;
import miroir.engine.settings.ClientSettings;
import miroir.engine.settings.SettingKey;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/** {@code /indexes/{uid}/settings} and the route of each setting. */
final class SettingsRoutes {
    private static final String SETTINGS = "/indexes/{uid}/settings";

    private final Engine engine;
    private final Writes writes;

    SettingsRoutes(Engine engine) {
        this.engine = engine;
        this.writes = new Writes(engine);
    }

    void install(RoutesConfig routes) {
        routes.get(SETTINGS, ctx -> Answers.json(ctx, 200, ClientSettings.full(stored(ctx))));
        routes.patch(SETTINGS, ctx -> {
            String uid = IndexUid.check(ctx.pathParam("uid"));
            JsonContentType.check(ctx.header("Content-Type"));
            ObjectNode patch = ClientSettings.patch(Bodies.read(ctx));
            accept(ctx, uid, patch, patch.toString());
        });
        routes.delete(
                SETTINGS, ctx -> accept(ctx, IndexUid.check(ctx.pathParam("uid")), ClientSettings.resetAll(), null));
        for (SettingKey key : SettingKey.values()) {
            install(routes, key);
        }
    }

    private void install(RoutesConfig routes, SettingKey key) {
        String path = SETTINGS + "/" + key.route();
        routes.get(path, ctx -> Answers.json(ctx, 200, ClientSettings.sub(stored(ctx), key)));
        Handler write = ctx -> {
            String uid = IndexUid.check(ctx.pathParam("uid"));
            JsonContentType.check(ctx.header("Content-Type"));
            ObjectNode patch = ClientSettings.patch(key, Bodies.read(ctx));
            accept(ctx, uid, patch, patch.toString());
        };
        if (key.verb().equals("PUT")) {
            routes.put(path, write);
        } else {
            routes.patch(path, write);
        }
        routes.delete(path, ctx -> {
            ObjectNode patch = ClientSettings.reset(key);
            accept(ctx, IndexUid.check(ctx.pathParam("uid")), patch, patch.toString());
        });
    }

    private String stored(Context ctx) {
        String uid = IndexUid.check(ctx.pathParam("uid"));
        return Answers.index(engine.cluster().current(), uid).stored().settings();
    }

    private void accept(Context ctx, String uid, ObjectNode patched, @Nullable String patch) {
        writes.requireCopies(uid);
        writes.accept(
                ctx,
                new NewTask(
                        uid,
                        TaskType.SETTINGS_UPDATE,
                        ClientSettings.details(patched).toString(),
                        null,
                        new TaskRequest.UpdateSettings(patch)));
    }
}
