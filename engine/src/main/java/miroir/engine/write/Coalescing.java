package miroir.engine.write;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import miroir.core.placement.Volume;
import miroir.engine.payload.Seal;
import miroir.engine.state.Cluster;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredTask;
import miroir.engine.volume.VolumeWrite;

/**
 * Lets small document writes that wait one behind the other reach each volume in one request: the later document of an id
 * wins or is merged into the earlier, as it would in tasks of their own. Loop thread.
 */
public final class Coalescing {
    /** Most tasks of one request. */
    public static final int MOST_TASKS = 100;

    private static final int MOST_DOCUMENTS = 100;
    private static final long MOST_BYTES = 256 << 10;

    private final Cluster cluster;
    private final Path payloads;

    /** Looks at payloads in that folder. */
    public Coalescing(Cluster cluster, Path payloads) {
        this.cluster = cluster;
        this.payloads = payloads;
    }

    /** Whether the task may share its requests at all: a small write to an index whose primary key is known. */
    public boolean fits(StoredTask task) {
        IndexEntry entry = cluster.latest().indexes().get(String.valueOf(task.indexUid()));
        return entry != null
                && entry.phase() == IndexEntry.Phase.READY
                && entry.stored().primaryKey() != null
                && TaskRequest.fromJson(task.request()) instanceof TaskRequest.WriteDocuments write
                && write.received() <= MOST_DOCUMENTS
                && small(write);
    }

    private boolean small(TaskRequest.WriteDocuments write) {
        Seal seal = write.seal();
        try {
            return (seal == null ? Files.size(payloads.resolve(write.payload())) : seal.bytes()) <= MOST_BYTES;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether a task that fits may share its requests with another one that fits. */
    public static boolean alike(StoredTask first, StoredTask next) {
        return TaskRequest.fromJson(first.request()) instanceof TaskRequest.WriteDocuments one
                && TaskRequest.fromJson(next.request()) instanceof TaskRequest.WriteDocuments other
                && one.method().equals(other.method())
                && one.skipCreation() == other.skipCreation();
    }

    /** What several alike writes send together. Later tasks wait for it: if it fails, each is sent alone. */
    public static Work joined(List<Work> works) {
        Map<Volume, List<Part>> byVolume = new LinkedHashMap<>();
        Work.Effect effect = Work.touch();
        for (Work work : works) {
            work.parts()
                    .forEach(part -> byVolume.computeIfAbsent(part.volume(), v -> new ArrayList<>())
                            .add(part));
            effect = work.failure() == null ? work.effect() : effect;
        }
        List<Part> parts =
                byVolume.values().stream().map(Coalescing::joinedParts).toList();
        return new Work(parts, new Work.Counts.None(), null, true, effect);
    }

    private static Part joinedParts(List<Part> parts) {
        TreeSet<Integer> shards = new TreeSet<>();
        parts.forEach(part -> shards.addAll(part.shards()));
        return Part.of(
                parts.get(0).volume(),
                List.copyOf(shards),
                some -> joinedCalls(parts.stream()
                        .flatMap(part -> part.only(some).calls().stream())
                        .toList()));
    }

    private static List<NodeCall> joinedCalls(List<NodeCall> calls) {
        if (calls.isEmpty()) {
            return calls;
        }
        VolumeWrite first = calls.get(0).write();
        List<VolumeWrite.Body> bodies = new ArrayList<>();
        for (NodeCall each : calls) {
            if (!Objects.equals(each.write().route(), first.route())) {
                throw new IllegalStateException(each.write().route() + " cannot go along with " + first.route());
            }
            bodies.add(each.write().body());
        }
        VolumeWrite.Body all = name -> concatenated(bodies, name);
        return List.of(new NodeCall(
                new VolumeWrite(first.method(), first.route(), first.contentType(), all, first.tolerates()), 0));
    }

    private static byte[] concatenated(List<VolumeWrite.Body> bodies, String name) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (VolumeWrite.Body body : bodies) {
            byte[] part = body.of(name);
            if (part != null) {
                all.writeBytes(part);
            }
        }
        return all.toByteArray();
    }
}
