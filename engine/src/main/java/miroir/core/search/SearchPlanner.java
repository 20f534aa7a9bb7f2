package miroir.core.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import miroir.core.placement.Copy;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeId;
import miroir.core.topology.ReadPreference;

/**
 * Chooses one copy of every shard. A search uses one group if any can answer alone, and groups take turns; otherwise the
 * group whose turn it is answers what it can and the others fill in. A node of last resort is asked only for shards that no
 * preferred node of any group serves.
 */
public final class SearchPlanner {
    private static final int NONE = -1;

    private final RoutingIndex index;
    private final PlanRequest request;
    private final ReadPreference[] preferences;

    private SearchPlanner(PlanRequest request) {
        this.request = request;
        index = request.index();
        preferences = index.nodes().stream().map(this::preference).toArray(ReadPreference[]::new);
    }

    /** The plan of one search. */
    public static ScatterPlan plan(PlanRequest request) {
        return new SearchPlanner(request).plan();
    }

    private ReadPreference preference(NodeId node) {
        return request.failed().contains(node)
                ? ReadPreference.NO
                : request.nodes().apply(node);
    }

    private ScatterPlan plan() {
        int[] choice = new int[index.table().shards()];
        Arrays.fill(choice, NONE);
        List<MissingShard> missing = new ArrayList<>();
        int[] shards = asked();
        int[] complete = complete(shards);
        int[] groups = groupsByTurn(complete);
        int firstRank = firstRank(complete.length > 0 ? complete.length : groups.length);
        for (int shard : shards) {
            choice[shard] = choose(shard, groups, firstRank);
            if (choice[shard] == NONE) {
                missing.add(new MissingShard(shard, reason(shard)));
            }
        }
        return new ScatterPlan(asks(choice), List.copyOf(missing));
    }

    private int[] asked() {
        return request.shards() == null
                ? IntStream.range(0, index.table().shards()).toArray()
                : request.shards().stream().mapToInt(Integer::intValue).sorted().toArray();
    }

    /** The groups that can answer alone from preferred nodes. */
    private int[] complete(int[] shards) {
        return IntStream.range(0, index.groups().size())
                .filter(group -> Arrays.stream(shards)
                        .allMatch(shard -> choose(shard, group, 0, ReadPreference.PREFERRED) != NONE))
                .toArray();
    }

    /** The one complete group whose turn it is; when there is none, all groups, the one whose turn it is first. */
    private int[] groupsByTurn(int[] complete) {
        if (complete.length > 0) {
            return new int[] {complete[Math.floorMod(request.sequence(), complete.length)]};
        }
        int count = index.groups().size();
        return IntStream.range(0, count)
                .map(i -> Math.floorMod(request.sequence() + i, count))
                .toArray();
    }

    /** With ROTATE, ranks advance once each of the groups had a turn, so that every copy gets its share. */
    private int firstRank(int turns) {
        long round = Math.floorDiv(request.sequence(), Math.max(1, turns));
        return request.readCopies() == ReadCopies.ROTATE ? Math.floorMod(round, index.ranks()) : 0;
    }

    private int choose(int shard, int[] groups, int firstRank) {
        for (ReadPreference wanted : List.of(ReadPreference.PREFERRED, ReadPreference.LAST_RESORT)) {
            for (int group : groups) {
                int volume = choose(shard, group, firstRank, wanted);
                if (volume != NONE) {
                    return volume;
                }
            }
        }
        return NONE;
    }

    /** The serving copy of the lowest rank not below {@code firstRank}, else of the lowest rank. */
    private int choose(int shard, int group, int firstRank, ReadPreference wanted) {
        int lowest = NONE;
        for (int volume : index.serving(group, shard)) {
            RoutingIndex.Held held = index.volumes().get(volume);
            if (preferences[held.node()] == wanted) {
                if (held.volume().rank() >= firstRank) {
                    return volume;
                }
                lowest = lowest == NONE ? volume : lowest;
            }
        }
        return lowest;
    }

    private List<VolumeAsk> asks(int[] choice) {
        int[] counts = new int[index.volumes().size()];
        for (int volume : choice) {
            if (volume != NONE) {
                counts[volume]++;
            }
        }
        List<VolumeAsk> asks = new ArrayList<>();
        for (int volume = 0; volume < counts.length; volume++) {
            if (counts[volume] > 0) {
                asks.add(ask(volume, counts[volume], choice));
            }
        }
        return List.copyOf(asks);
    }

    private VolumeAsk ask(int volume, int count, int[] choice) {
        RoutingIndex.Held held = index.volumes().get(volume);
        if (count == held.shards().size()) {
            return new VolumeAsk(held.volume(), held.group(), new Ask.Whole(), held.shards());
        }
        List<Integer> chosen =
                held.shards().stream().filter(shard -> choice[shard] == volume).toList();
        List<Integer> others =
                held.shards().stream().filter(shard -> choice[shard] != volume).toList();
        Ask ask = others.size() < chosen.size() ? new Ask.AllBut(others) : new Ask.Only(chosen);
        return new VolumeAsk(held.volume(), held.group(), ask, chosen);
    }

    private String reason(int shard) {
        List<String> whys = index.table().copies().stream()
                .filter(copy -> copy.shard() == shard)
                .map(this::why)
                .toList();
        return whys.isEmpty() ? "no copy of it is placed" : String.join("; ", whys);
    }

    private String why(Copy copy) {
        if (copy.state() != CopyState.IN_SYNC) {
            return "the copy on " + copy.node() + " is " + words(copy.state());
        }
        return request.failed().contains(copy.node())
                ? copy.node() + " failed during this search"
                : copy.node() + " takes no reads now";
    }

    private static String words(CopyState state) {
        return switch (state) {
            case IN_SYNC -> "in sync";
            case SYNCING -> "still being built";
            case STALE -> "stale";
            case LEAVING -> "leaving";
        };
    }
}
