package miroir.console;

import io.javalin.Javalin;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Map;
import miroir.core.operation.OperationStatus;
import miroir.core.time.Moment;
import miroir.engine.api.ClusterPicture;

/** Shows the console over a fixed picture: {@code DevServer [degraded|healthy|empty] [port] [key]}. */
public final class DevServer {
    private DevServer() {}

    public static void main(String[] arguments) {
        String name = arguments.length > 0 ? arguments[0] : "degraded";
        int port = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 7790;
        String key = arguments.length > 2 ? arguments[2] : null;
        Map<String, ClusterPicture> pictures =
                Map.of("degraded", Pictures.degraded(), "healthy", Pictures.healthy(), "empty", Pictures.empty());
        ClusterPicture picture = pictures.getOrDefault(name, Pictures.degraded());
        FixedEngine engine = new FixedEngine(
                picture, picture.indexes().isEmpty() ? java.util.List.of() : Samples.tasks(), Samples.films());
        ConsoleOptions options = new ConsoleOptions(
                engine,
                (actor, what, target, after) -> {},
                key,
                InstantSource.fixed(Pictures.NOW),
                () -> Moment.FIRST,
                new SecureRandom(),
                "0.1.0",
                "prod-eu");
        FakeOperator operator = new FakeOperator(wish -> SamplePlans.of(picture, wish));
        operator.add(FakeOperator.drain("op-3", null, OperationStatus.RUNNING));
        operator.add(FakeOperator.drain("op-2", null, OperationStatus.FAILED, "node-b"));
        operator.add(FakeOperator.verified("op-1", 3, 0));
        Javalin.create(config -> {
                    config.startup.showJavalinBanner = false;
                    Console.install(config, options, operator);
                })
                .start("127.0.0.1", port);
    }
}
