package miroir.console.model;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.ShardPicture;
import org.jspecify.annotations.Nullable;

/**
 * Where the copies of one index are.
 *
 * @param map empty of banks when the table was asked for
 * @param table every copy, by shard, group and rank; empty when the map was asked for
 * @param inWords the picture for those who do not see it
 * @param small whether it is cheap enough to be refreshed every few seconds
 */
public record ShardsPage(
        ShardsQuery query,
        List<Choice> indexes,
        List<Choice> rows,
        List<Choice> views,
        Choice problems,
        String csv,
        ShardMap map,
        List<CopyRow> table,
        List<String> inWords,
        boolean small,
        Stamp asOf) {
    private static final int SMALL_COPIES = 2000;

    /** The page for that question; with no index at all everything is empty. */
    public static ShardsPage of(ClusterPicture cluster, ShardsQuery asked, Instant now) {
        IndexPicture index = chosen(cluster, asked.index());
        if (index == null) {
            return new ShardsPage(
                    asked,
                    List.of(),
                    List.of(),
                    List.of(),
                    new Choice("", "", false),
                    "",
                    new ShardMap("shard", List.of()),
                    List.of(),
                    List.of(),
                    true,
                    Stamp.of(now, cluster.asOf(), "unknown"));
        }
        ShardsQuery query = asked.withIndex(index.uid());
        int wanted = ShardMaps.wantedCopies(cluster, index);
        List<ShardPicture> shards = index.shardPictures().stream()
                .filter(s -> !query.problems() || ShardMaps.lacking(s, wanted) > 0)
                .toList();
        return new ShardsPage(
                query,
                cluster.indexes().stream()
                        .map(i -> choice(i.uid(), query.withIndex(i.uid()), i.equals(index)))
                        .toList(),
                List.of(
                        choice("nodes", query.withRows("nodes"), query.rows().equals("nodes")),
                        choice("shards", query.withRows("shards"), query.rows().equals("shards"))),
                List.of(
                        choice("map", query.withView("map"), query.view().equals("map")),
                        choice("table", query.withView("table"), query.view().equals("table"))),
                choice("only problems", query.withProblems(!query.problems()), query.problems()),
                Links.query(Links.ROOT + "/export/shards.csv", Map.of("index", index.uid())),
                map(new ShardMaps(cluster, index), query, shards),
                query.view().equals("table") ? rows(index, shards, now) : List.of(),
                inWords(index, wanted),
                shards.size() * wanted <= SMALL_COPIES,
                Stamp.of(now, cluster.asOf(), "unknown"));
    }

    private static @Nullable IndexPicture chosen(ClusterPicture cluster, String uid) {
        return cluster.indexes().stream()
                .filter(i -> uid.isEmpty() || i.uid().equals(uid))
                .findFirst()
                .orElse(null);
    }

    private static Choice choice(String label, ShardsQuery query, boolean chosen) {
        return new Choice(label, query.href(), chosen);
    }

    private static ShardMap map(ShardMaps maps, ShardsQuery query, List<ShardPicture> shards) {
        if (query.view().equals("table")) {
            return new ShardMap("shard", List.of());
        }
        return query.rows().equals("shards") ? maps.byShard(shards) : maps.byNode(shards);
    }

    /** Every copy of those shards as rows. */
    public static List<CopyRow> rows(IndexPicture index, List<ShardPicture> shards, Instant now) {
        return shards.stream()
                .flatMap(s -> s.copies().stream().map(c -> CopyRow.of(index.uid(), s, c, now)))
                .toList();
    }

    private static List<String> inWords(IndexPicture index, int wanted) {
        Map<Integer, List<Integer>> byLacking = new TreeMap<>();
        for (ShardPicture shard : index.shardPictures()) {
            byLacking
                    .computeIfAbsent(ShardMaps.lacking(shard, wanted), k -> new ArrayList<>())
                    .add(shard.shard());
        }
        List<String> lines = new ArrayList<>();
        byLacking.forEach((lacking, shards) -> lines.add(line(wanted - lacking, wanted, shards)));
        return List.copyOf(lines);
    }

    private static String line(int serving, int wanted, List<Integer> shards) {
        String which = serving == wanted ? "" : ": " + Words.ranges(shards);
        String have = shards.size() == 1 ? " has " : " have ";
        String copies = switch (serving) {
            case 0 -> "no serving copy, their documents cannot be found";
            case 1 -> "one serving copy";
            default -> (serving < wanted ? serving : wanted == 2 ? "both" : "all " + wanted) + " copies serving";
        };
        return Words.count(shards.size(), "shard", "shards") + have + copies + which + ".";
    }
}
