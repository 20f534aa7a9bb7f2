package miroir.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.console.model.ShardMap.Bank;
import miroir.console.model.ShardMap.Cell;
import miroir.console.model.ShardMap.Row;
import miroir.console.model.ShardMap.Tick;
import miroir.core.placement.CopyState;
import miroir.core.topology.NodeStatus;
import miroir.engine.api.ClusterPicture;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.NodePicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;

/** Draws the placement of one index, with nodes or with shards as rows. */
final class ShardMaps {
    private static final int BANK = 32;
    private static final Bar NO_BAR = new Bar("", List.of());

    private final IndexPicture index;
    private final Map<String, NodePicture> nodes;
    private final List<String> nodeIds;
    private final int wanted;
    private final long fullest;

    ShardMaps(ClusterPicture cluster, IndexPicture index) {
        this.index = index;
        this.nodes = cluster.nodes().stream().collect(Collectors.toMap(NodePicture::id, Function.identity()));
        this.nodeIds = nodeIds(cluster, index);
        this.wanted = wantedCopies(cluster, index);
        this.fullest = nodeIds.stream().mapToLong(this::documentsOn).max().orElse(0);
    }

    /** Copies every shard should have, over all groups that still have a node. */
    static int wantedCopies(ClusterPicture cluster, IndexPicture index) {
        long groups = cluster.nodes().stream()
                .filter(n -> n.status() != NodeStatus.REMOVED)
                .mapToInt(NodePicture::group)
                .distinct()
                .count();
        return (int) Math.max(1, groups) * index.replicationFactor();
    }

    private static List<String> nodeIds(ClusterPicture cluster, IndexPicture index) {
        List<String> ids = new ArrayList<>(cluster.nodes().stream()
                .filter(n -> n.status() != NodeStatus.REMOVED)
                .map(NodePicture::id)
                .toList());
        TreeSet<String> others = new TreeSet<>();
        index.shardPictures().forEach(s -> s.copies().forEach(c -> others.add(c.node())));
        ids.forEach(others::remove);
        ids.addAll(others);
        return ids;
    }

    ShardMap byNode(List<ShardPicture> shards) {
        List<Bank> banks = new ArrayList<>();
        for (int from = 0; from < shards.size(); from += BANK) {
            List<ShardPicture> part = shards.subList(from, Math.min(from + BANK, shards.size()));
            banks.add(nodeBank(part, from == 0));
        }
        return new ShardMap("shard", banks);
    }

    private Bank nodeBank(List<ShardPicture> part, boolean first) {
        List<Tick> ticks = IntStream.range(0, part.size())
                .mapToObj(i -> new Tick(
                        i * ShardMap.PITCH,
                        Integer.toString(part.get(i).shard()),
                        "shard " + part.get(i).shard()))
                .toList();
        List<Row> rows = new ArrayList<>();
        Row problems = problemRow(part);
        if (!problems.cells().isEmpty()) {
            rows.add(problems);
        }
        nodeIds.forEach(id -> rows.add(nodeRow(id, part)));
        String caption = "Shards " + part.get(0).shard() + " to "
                + part.get(part.size() - 1).shard();
        return new Bank(caption, part.size() * ShardMap.PITCH, ticks, rows, first);
    }

    private Row problemRow(List<ShardPicture> part) {
        List<Cell> cells = new ArrayList<>();
        int total = 0;
        for (int i = 0; i < part.size(); i++) {
            ShardPicture shard = part.get(i);
            int lacking = lacking(shard, wanted);
            if (lacking > 0) {
                total += lacking;
                String title = "shard " + shard.shard() + ": " + lacking + " of " + wanted + " copies not serving";
                String href = Links.shard(index.uid(), shard.shard());
                cells.add(new Cell(
                        "lack-" + shard.shard(),
                        i * ShardMap.PITCH,
                        href,
                        CopyLook.UNREACHABLE,
                        "" + lacking,
                        "",
                        title));
            }
        }
        String words = Words.count(total, "copy does", "copies do") + " not serve";
        return new Row(true, "not serving", "", Tone.BAD, "", words, cells, Integer.toString(total), "", NO_BAR);
    }

    /** How many copies that shard is short of. */
    static int lacking(ShardPicture shard, int wanted) {
        long serving = shard.copies().stream().filter(CopyPicture::serving).count();
        return (int) Math.max(0, wanted - serving);
    }

    private Row nodeRow(String id, List<ShardPicture> part) {
        List<Cell> cells = new ArrayList<>();
        int serving = 0;
        for (int i = 0; i < part.size(); i++) {
            ShardPicture shard = part.get(i);
            for (CopyPicture copy : on(shard, id)) {
                cells.add(cell(i, shard, copy));
                serving += copy.serving() ? 1 : 0;
            }
        }
        NodePicture node = nodes.get(id);
        long all =
                index.shardPictures().stream().mapToLong(s -> on(s, id).size()).sum();
        String words = id + ": " + Words.count(cells.size(), "copy", "copies") + " here, " + serving + " serving";
        if (node == null) {
            return new Row(false, id, "", Tone.QUIET, "unknown", words, cells, "" + all, "", NO_BAR);
        }
        Badge badge = Badge.of(node.status());
        long documents = documentsOn(id);
        Bar bar = Bar.of(
                Words.count(documents) + " documents of " + index.uid() + "; the fullest node has "
                        + Words.count(fullest),
                fullest,
                new Bar.Part("bar-plain", documents));
        String note = badge.tone() == Tone.OK ? "" : badge.word();
        return new Row(
                false, id, Links.node(id), badge.tone(), note, words, cells, "" + all, Words.count(documents), bar);
    }

    /** Documents of this index in the copies on a node. */
    private long documentsOn(String node) {
        return index.shardPictures().stream()
                .filter(s -> !on(s, node).isEmpty())
                .mapToLong(s -> Math.max(0, s.documents()))
                .sum();
    }

    private static List<CopyPicture> on(ShardPicture shard, String node) {
        List<CopyPicture> here =
                shard.copies().stream().filter(c -> c.node().equals(node)).toList();
        return here.stream()
                .filter(c -> c.state() != CopyState.LEAVING || here.size() == 1)
                .limit(1)
                .toList();
    }

    private Cell cell(int column, ShardPicture shard, CopyPicture copy) {
        CopyLook look = CopyLook.of(copy);
        return new Cell(
                "copy-" + shard.shard() + "-" + copy.node(),
                column * ShardMap.PITCH,
                Links.shard(index.uid(), shard.shard()),
                look,
                look.letter(),
                Integer.toString(copy.rank()),
                CopyRow.title(index.uid(), shard, copy, look));
    }

    ShardMap byShard(List<ShardPicture> shards) {
        List<Tick> ticks = IntStream.range(0, nodeIds.size())
                .mapToObj(i -> new Tick(i * ShardMap.PITCH, Integer.toString(i + 1), nodeIds.get(i)))
                .toList();
        String caption = IntStream.range(0, nodeIds.size())
                .mapToObj(i -> (i + 1) + " " + nodeIds.get(i))
                .collect(Collectors.joining(" · "));
        List<Bank> banks = new ArrayList<>();
        for (int from = 0; from < shards.size(); from += BANK) {
            List<ShardPicture> part = shards.subList(from, Math.min(from + BANK, shards.size()));
            List<Row> rows = part.stream().map(this::shardRow).toList();
            banks.add(new Bank(caption, nodeIds.size() * ShardMap.PITCH, ticks, rows, true));
        }
        return new ShardMap("node", banks);
    }

    private Row shardRow(ShardPicture shard) {
        List<Cell> cells = new ArrayList<>();
        for (int i = 0; i < nodeIds.size(); i++) {
            for (CopyPicture copy : on(shard, nodeIds.get(i))) {
                cells.add(cell(i, shard, copy));
            }
        }
        int lacking = lacking(shard, wanted);
        String copies = (wanted - lacking) + " of " + wanted;
        String words = "shard " + shard.shard() + ": " + copies + " copies serving";
        Tone tone = lacking == 0 ? Tone.OK : lacking == wanted ? Tone.BAD : Tone.WARN;
        long most = index.shardPictures().stream()
                .mapToLong(ShardPicture::documents)
                .max()
                .orElse(0);
        String documents = Words.count(shard.documents());
        Bar bar = Bar.of(documents + " documents", most, new Bar.Part("bar-plain", shard.documents()));
        String note = lacking == 0 ? "" : lacking + " short";
        String href = Links.shard(index.uid(), shard.shard());
        return new Row(false, "shard " + shard.shard(), href, tone, note, words, cells, copies, documents, bar);
    }
}
