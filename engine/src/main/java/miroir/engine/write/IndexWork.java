package miroir.engine.write;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import miroir.core.placement.CopyState;
import miroir.core.placement.Volume;
import miroir.core.write.WriteTargets;
import miroir.engine.error.ApiError;
import miroir.engine.error.Json;
import miroir.engine.request.ReservedNames;
import miroir.engine.settings.ClientSettings;
import miroir.engine.state.IndexEntry;
import miroir.engine.store.StoredIndex;
import miroir.engine.volume.VolumeWrite;

/**
 * What each kind of task does to one index, as parts for the volumes of its copies. Asks nobody and changes nothing.
 *
 * @param creating whether the volumes have to be made first
 */
record IndexWork(IndexEntry entry, boolean creating) {
    private interface Calls {
        List<NodeCall> of(Volume volume, List<Integer> shards);
    }

    private interface OneCall {
        NodeCall of(Volume volume, List<Integer> shards);
    }

    /** An index that is there. */
    static IndexWork on(IndexEntry entry) {
        return new IndexWork(entry, false);
    }

    /** The volumes alone. */
    static List<Part> creation(IndexEntry entry) {
        IndexWork work = new IndexWork(entry, true);
        return work.parts(work.all(), (volume, shards) -> List.of());
    }

    Work write(DocumentWork documents, TaskRequest.WriteDocuments request, DocumentWork.Read read) {
        String key = read.primaryKey();
        boolean keyFound = key != null && !key.equals(entry.stored().primaryKey());
        var keyed = new IndexWork(entry.with(entry.stored().withPrimaryKey(key)), creating);
        Collection<Integer> shards = creating ? all() : read.shards();
        List<Part> parts = keyed.parts(shards, (volume, own) -> documents.calls(request, read, own));
        return new Work(
                        parts,
                        new Work.Counts.Indexed(read.distinct()),
                        null,
                        creating || keyFound,
                        Work.Effect.Change.lasting(index -> index.withPrimaryKey(key)))
                .failingWithout(entry, shards);
    }

    Work deleteIds(DeletedIds.Split ids) {
        return deletion(ids.shards(), false, (volume, shards) -> VolumeCalls.deleteIds(ids, shards));
    }

    Work deleteByFilter(String filter) {
        ApiError refused =
                ReservedNames.explainDeletion(Json.read(filter), entry.stored().uid(), entry.settings());
        return refused != null
                ? Work.failed(refused)
                : deletion(
                        all(),
                        true,
                        (volume, shards) ->
                                VolumeCalls.deleteByFilter(filter, isWhole(volume, shards) ? null : shards));
    }

    Work clear() {
        return deletion(
                all(),
                false,
                (volume, shards) -> isWhole(volume, shards) ? VolumeCalls.clear() : VolumeCalls.clear(shards));
    }

    /**
     * Deletes documents.
     *
     * @param barrier whether it depends on what the documents are: done again behind later tasks, it would hit others
     */
    private Work deletion(Collection<Integer> shards, boolean barrier, OneCall call) {
        List<Part> parts = parts(shards, (volume, own) -> List.of(call.of(volume, own)));
        return new Work(parts, new Work.Counts.Deleted(), null, barrier, Work.touch()).failingWithout(entry, shards);
    }

    Work settings(TaskRequest.UpdateSettings request) {
        String patch = request.patch();
        String next = patch == null ? "{}" : ClientSettings.merge(entry.stored().settings(), Json.read(patch));
        List<Part> parts = parts(all(), (volume, shards) -> List.of(new NodeCall(VolumeCalls.settings(next), null)));
        return new Work(
                        parts,
                        new Work.Counts.None(),
                        null,
                        true,
                        new Work.Effect.Change(index -> index.withSettings(next)))
                .undoneBy(this::withSettingsOfBefore);
    }

    private List<Part> withSettingsOfBefore(List<Part> sent) {
        return instead(sent, VolumeCalls.settings(entry.stored().settings()));
    }

    /** For the same volumes as those parts. */
    private static List<Part> instead(List<Part> sent, VolumeWrite write) {
        NodeCall call = new NodeCall(write, null);
        return sent.stream()
                .map(part -> Part.of(part.volume(), part.shards(), some -> List.of(call)))
                .toList();
    }

    Work update(TaskRequest.UpdateIndex request) {
        String key = request.primaryKey();
        UnaryOperator<StoredIndex> keyed = index -> key == null ? index : index.withPrimaryKey(key);
        String newUid = request.newUid();
        UnaryOperator<StoredIndex> whole = index ->
                newUid == null ? keyed.apply(index) : keyed.apply(index).withUid(newUid);
        if (key == null || !changesKey(request)) {
            return new Work(List.of(), new Work.Counts.None(), null, true, new Work.Effect.Change(whole));
        }
        String before = entry.stored().primaryKey();
        NodeCall set = new NodeCall(VolumeCalls.primaryKey(key), null);
        // what lies in the volumes belongs to none of the index's copies, for those are empty; it would refuse the key
        List<NodeCall> calls = before == null ? List.of(set) : List.of(VolumeCalls.clear(), set);
        // no node forgets a key that it was given: the first one stays
        UnaryOperator<StoredIndex> halfDone = before == null ? keyed : UnaryOperator.identity();
        Work work = new Work(
                parts(all(), (volume, shards) -> calls),
                new Work.Counts.None(),
                null,
                true,
                new Work.Effect.Change(whole, halfDone));
        return (before == null ? work : work.undoneBy(sent -> instead(sent, VolumeCalls.primaryKey(before))))
                .failingWithout(entry, all());
    }

    /** Whether the request gives the index another primary key. */
    boolean changesKey(TaskRequest.UpdateIndex request) {
        String key = request.primaryKey();
        return key != null && !key.equals(entry.stored().primaryKey());
    }

    Work delete() {
        List<Part> parts = parts(all(), (volume, shards) -> List.of(new NodeCall(VolumeWrite.deletion(), null)));
        return new Work(parts, new Work.Counts.Deleted(), null, true, new Work.Effect.Drop());
    }

    private List<Part> parts(Collection<Integer> shards, Calls calls) {
        List<Part> parts = new ArrayList<>();
        WriteTargets.of(entry.routes(), shards).forEach((volume, own) -> {
            Part part = Part.of(volume, own, some -> {
                List<NodeCall> all = new ArrayList<>();
                if (creating) {
                    VolumeCalls.creatingFirst(entry.stored()).forEach(write -> all.add(new NodeCall(write, null)));
                }
                all.addAll(calls.of(volume, some));
                return all;
            });
            if (!part.calls().isEmpty()) {
                parts.add(part);
            }
        });
        return parts;
    }

    /** Whether these are all shards that the volume has a copy of. */
    private boolean isWhole(Volume volume, List<Integer> shards) {
        Set<Integer> all = Set.copyOf(shards);
        return entry.routes().copies().stream()
                .filter(c -> c.node().equals(volume.node()) && c.rank() == volume.rank())
                .allMatch(c -> c.state() == CopyState.IN_SYNC && all.contains(c.shard()));
    }

    private List<Integer> all() {
        return IntStream.range(0, entry.routes().shards()).boxed().toList();
    }
}
