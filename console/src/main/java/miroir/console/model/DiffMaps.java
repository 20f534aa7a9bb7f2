package miroir.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import miroir.console.model.DiffMap.Bank;
import miroir.console.model.DiffMap.Cell;
import miroir.console.model.DiffMap.Line;
import miroir.console.model.DiffMap.Mark;
import miroir.console.model.DiffMap.Row;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Drop;
import miroir.core.plan.Plan.Move;
import miroir.core.topology.Node;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/** Draws the placement of the indexes that a plan touches before and after it. */
final class DiffMaps {
    private static final int BANK = 32;

    /** Up to here every shard is shown, above only those that change. */
    private static final int ALL_SHARDS = 64;

    private static final int MOST_SHARDS = 128;
    private static final int MOST_INDEXES = 8;

    private final Plan plan;
    private final Set<String> lost;
    private final List<String> nodes;
    private final Set<String> known;

    private DiffMaps(ClusterPicture cluster, Plan plan) {
        this.plan = plan;
        this.lost = lost(cluster, plan);
        this.known = cluster.nodes().stream().map(NodePicture::id).collect(Collectors.toSet());
        Set<String> ids = new TreeSet<>(known);
        plan.target().nodes().stream().map(Node::id).forEach(id -> ids.add(id.value()));
        plan.moves().forEach(m -> ids.add(m.to().value()));
        this.nodes = List.copyOf(ids);
    }

    /** The maps, and what they leave out. */
    record Drawn(List<DiffMap> maps, String left) {}

    static Drawn of(ClusterPicture cluster, Plan plan) {
        DiffMaps maps = new DiffMaps(cluster, plan);
        List<DiffMap> changed = new ArrayList<>();
        int same = 0;
        int more = 0;
        for (IndexPicture index : cluster.indexes()) {
            Map<Integer, Map<String, Mark>> shards = maps.marks(index);
            if (shards.values().stream().noneMatch(DiffMaps::changes)) {
                same++;
            } else if (changed.size() == MOST_INDEXES) {
                more++;
            } else {
                changed.add(maps.map(index, shards));
            }
        }
        String unchanged = same == 0 ? "" : Words.count(same, "index does", "indexes do") + " not change.";
        String hidden = more == 0 ? "" : " " + Words.count(more, "more index is", "more indexes are") + " not drawn.";
        return new Drawn(List.copyOf(changed), (unchanged + hidden).strip());
    }

    /** Nodes whose copies are all lost in a what-if. */
    private static Set<String> lost(ClusterPicture cluster, Plan plan) {
        Set<String> lost = new TreeSet<>();
        plan.wish().failNodes().forEach(n -> lost.add(n.value()));
        plan.wish()
                .failGroups()
                .forEach(g -> cluster.nodes().stream()
                        .filter(n -> n.group() == g.number())
                        .forEach(n -> lost.add(n.id())));
        return lost;
    }

    /** By shard, what becomes of the copy on each node. */
    private Map<Integer, Map<String, Mark>> marks(IndexPicture index) {
        Map<Integer, Map<String, Mark>> marks = new TreeMap<>();
        for (ShardPicture shard : index.shardPictures()) {
            Map<String, Mark> copies = new TreeMap<>();
            for (CopyPicture copy : shard.copies()) {
                copies.put(copy.node(), lost.contains(copy.node()) ? Mark.LEAVES : Mark.STAYS);
            }
            marks.put(shard.shard(), copies);
        }
        for (Drop drop : plan.drops()) {
            if (drop.index().equals(index.uid())) {
                at(marks, drop.shard()).put(drop.node().value(), Mark.LEAVES);
            }
        }
        List<Move> moves =
                plan.moves().stream().filter(m -> m.index().equals(index.uid())).toList();
        for (Move move : moves) {
            if (move.from() != null) {
                at(marks, move.shard()).put(move.from().value(), Mark.LEAVES);
            }
        }
        moves.forEach(m -> at(marks, m.shard()).put(m.to().value(), Mark.ARRIVES));
        return marks;
    }

    private static Map<String, Mark> at(Map<Integer, Map<String, Mark>> marks, int shard) {
        return marks.computeIfAbsent(shard, s -> new TreeMap<>());
    }

    private static boolean changes(Map<String, Mark> copies) {
        return copies.values().stream().anyMatch(m -> m != Mark.STAYS);
    }

    private DiffMap map(IndexPicture index, Map<Integer, Map<String, Mark>> marks) {
        List<Integer> changed = marks.entrySet().stream()
                .filter(e -> changes(e.getValue()))
                .map(Map.Entry::getKey)
                .toList();
        boolean all = marks.size() <= ALL_SHARDS;
        List<Integer> wanted = all ? List.copyOf(marks.keySet()) : changed;
        List<Integer> shown = wanted.subList(0, Math.min(MOST_SHARDS, wanted.size()));
        List<Bank> banks = new ArrayList<>();
        for (int from = 0; from < shown.size(); from += BANK) {
            banks.add(bank(index, marks, shown.subList(from, Math.min(from + BANK, shown.size()))));
        }
        List<Line> lines = changed.stream()
                .limit(MOST_SHARDS)
                .map(s -> line(index, s, at(marks, s)))
                .toList();
        String summary = Words.count(count(marks, Mark.ARRIVES), "copy arrives", "copies arrive") + ", "
                + Words.count(count(marks, Mark.LEAVES), "leaves", "leave") + ", in " + changed.size() + " of "
                + Words.count(marks.size(), "shard", "shards");
        return new DiffMap(
                index.uid(), Links.shards(index.uid()), summary, left(all, changed.size(), shown.size()), banks, lines);
    }

    private static String left(boolean all, int changed, int shown) {
        if (all) {
            return "";
        }
        return "Only shards that change are drawn"
                + (changed > shown ? ", the first " + shown + " of " + Words.count(changed) + "." : ".");
    }

    private static long count(Map<Integer, Map<String, Mark>> marks, Mark mark) {
        return marks.values().stream()
                .flatMap(m -> m.values().stream())
                .filter(mark::equals)
                .count();
    }

    private Bank bank(IndexPicture index, Map<Integer, Map<String, Mark>> marks, List<Integer> shards) {
        List<ShardMap.Tick> ticks = IntStream.range(0, shards.size())
                .mapToObj(i -> new ShardMap.Tick(i * ShardMap.PITCH, "" + shards.get(i), "shard " + shards.get(i)))
                .toList();
        List<Row> rows = nodes.stream()
                .map(n -> row(index, n, marks, shards))
                .filter(r -> known.contains(r.label()) || !r.cells().isEmpty())
                .toList();
        String caption = "Shards " + shards.get(0) + " to " + shards.get(shards.size() - 1);
        return new Bank(caption, shards.size() * ShardMap.PITCH, ticks, rows);
    }

    private Row row(IndexPicture index, String node, Map<Integer, Map<String, Mark>> marks, List<Integer> shards) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            Mark mark = at(marks, shards.get(i)).get(node);
            if (mark != null) {
                String title = index.uid() + " shard " + shards.get(i) + " on " + node + ": " + mark.word();
                cells.add(new Cell(i * ShardMap.PITCH, mark, title));
            }
        }
        List<Mark> own = marks.values().stream()
                .flatMap(m -> m.containsKey(node) ? Stream.of(m.get(node)) : Stream.of())
                .toList();
        long stays = own.stream().filter(Mark.STAYS::equals).count();
        long leaves = own.stream().filter(Mark.LEAVES::equals).count();
        long arrives = own.size() - stays - leaves;
        String words = node + ": " + stays + " stay, " + leaves + " leave, " + arrives + " arrive";
        boolean here = known.contains(node);
        String note = lost.contains(node) ? "lost" : here ? "" : "new";
        String counts = (stays + leaves) + " → " + (stays + arrives);
        return new Row(node, here ? Links.node(node) : "", note, words, counts, cells);
    }

    private static Line line(IndexPicture index, int shard, Map<String, Mark> copies) {
        return new Line(
                shard,
                Links.shard(index.uid(), shard),
                nodes(copies, Mark.STAYS),
                nodes(copies, Mark.LEAVES),
                nodes(copies, Mark.ARRIVES));
    }

    private static String nodes(Map<String, Mark> copies, Mark mark) {
        return copies.entrySet().stream()
                .filter(e -> e.getValue() == mark)
                .map(Map.Entry::getKey)
                .collect(Collectors.joining(", "));
    }
}
