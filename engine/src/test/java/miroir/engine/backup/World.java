package miroir.engine.backup;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import miroir.core.time.Moment;
import miroir.core.topology.Topology;
import miroir.engine.node.NodeReply;
import miroir.engine.payload.PayloadFolder;
import miroir.engine.state.Cluster;
import miroir.engine.state.ClusterState;
import miroir.engine.state.Ports;
import miroir.engine.state.Protocol;
import miroir.engine.state.Scheduler;
import miroir.engine.state.Vitals;
import miroir.engine.store.Store;

/** A state to save, on a thread that runs what comes up and notes what is to come later. */
final class World {
    final Path data;
    final PayloadFolder payloads;
    final Cluster cluster;
    final Ports ports;
    final List<Duration> delays = new ArrayList<>();
    final Deque<Runnable> later = new ArrayDeque<>();
    Instant now = Instant.parse("2026-03-01T12:00:00Z");

    World(Path data, Store store) throws IOException {
        this.data = data;
        this.payloads = new PayloadFolder(Files.createDirectories(data.resolve("payloads")));
        Scheduler loop = new Scheduler() {
            @Override
            public void after(Duration delay, Runnable task) {
                delays.add(delay);
                later.add(task);
            }

            @Override
            public boolean isHere() {
                return true;
            }

            @Override
            public void execute(Runnable task) {
                task.run();
            }
        };
        ClusterState state = new ClusterState("c1", new Topology(1, 1, List.of()), new TreeMap<>(), new TreeMap<>());
        this.cluster = new Cluster(store, loop, Protocol.WHOLE, Vitals.lasting(), state);
        this.ports = new Ports(
                () -> now,
                () -> new Moment(0),
                request -> CompletableFuture.completedFuture(new NodeReply.NotSent("no nodes")),
                new Random(1),
                loop,
                Runnable::run,
                Protocol.WHOLE);
    }

    /** A payload that was accepted. */
    void payload(String name, String text) throws IOException {
        Files.writeString(payloads.path().resolve(name), text);
    }

    /** A backup of now. */
    Path save(Path file) throws IOException, BackupException {
        try (StateCopy copy = StateCopy.take(cluster, payloads, data, data.resolve("copy"));
                OutputStream out = Files.newOutputStream(file)) {
            Archive.write(out, copy, "test", now.toString());
        }
        return file;
    }

    /** Lets the time come for which something was noted. */
    void pass(Duration time) {
        now = now.plus(time);
        later.remove().run();
    }
}
