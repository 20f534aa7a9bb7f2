package miroir.console.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.console.Pictures;
import miroir.console.model.DiffMap.Mark;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Balance;
import miroir.core.plan.Plan.Drop;
import miroir.core.plan.Plan.Eta;
import miroir.core.plan.Plan.Move;
import miroir.core.plan.Plan.Spread;
import miroir.core.plan.Plan.Survivors;
import miroir.core.plan.Plan.Totals;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import miroir.engine.api.IndexPicture;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.PlanPicture;
import miroir.engine.api.ShardPicture;
import miroir.engine.api.ShardPicture.CopyPicture;
import org.junit.jupiter.api.Test;

class PlanPageTest {
    private static final IndexPicture MOVIES = Pictures.healthy().indexes().get(0);

    private static TopologyWish read(WishKind kind, String... fields) {
        Map<String, String> values = new TreeMap<>();
        for (int i = 0; i < fields.length; i += 2) {
            values.put(fields[i], fields[i + 1]);
        }
        TopologyWish wish = WishReader.read(kind, values).wish();
        assertThat(wish).isNotNull();
        return wish == null ? TopologyWish.NOTHING : wish;
    }

    private static Move move(int shard, String from, String to) {
        return new Move(
                new IndexId(1), "movies", shard, new GroupId(0), new NodeId(from), new NodeId(to), 0, 100, 1000, "why");
    }

    private static Plan plan(TopologyWish wish, List<Move> moves, List<Drop> drops, Survivors survivors) {
        int n = moves.size();
        return new Plan(
                56,
                wish,
                List.of(),
                moves,
                drops,
                new Totals(n, 100L * n, 1000L * n, n, 1),
                new Eta(60_000L * n, 90_000L * n, "a guess"),
                new Balance(new Spread(1, 2, 1.5, 1.3), new Spread(1, 2, 1.5, 1.3), List.of()),
                survivors,
                List.of(),
                new TreeMap<>(),
                new Topology(57, 2, List.of()));
    }

    private static PlanPage page(Plan plan) {
        PlanPage.Around around = new PlanPage.Around(
                Pictures.healthy(), List.<OperationPicture>of(), Pictures.NOW, new Curl("http://m"));
        return PlanPage.of(new PlanPicture("p-1", Pictures.NOW, plan), new PlanPage.Query(0, ""), around);
    }

    private static String other(ShardPicture shard) {
        List<String> holders = shard.copies().stream().map(CopyPicture::node).toList();
        return List.of("node-a", "node-b", "node-c", "node-d").stream()
                .filter(n -> !holders.contains(n))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void the_map_marks_each_copy_once_as_staying_leaving_or_arriving() {
        List<Move> moves = new ArrayList<>();
        for (int s = 0; s < 10; s++) {
            ShardPicture shard = MOVIES.shardPictures().get(s);
            moves.add(move(s, shard.copies().get(0).node(), other(shard)));
        }
        CopyPicture gone = MOVIES.shardPictures().get(20).copies().get(1);
        Drop drop = new Drop(new IndexId(1), "movies", 20, new NodeId(gone.node()), 1, CopyState.IN_SYNC, "fewer");
        DiffMap map = page(plan(
                        read(WishKind.DRAIN_NODE, "target", "node-b"), moves, List.of(drop), new Survivors(2, 2, 2)))
                .maps()
                .get(0);
        List<Mark> marks = map.banks().stream()
                .flatMap(b -> b.rows().stream())
                .flatMap(r -> r.cells().stream())
                .map(DiffMap.Cell::mark)
                .toList();
        assertThat(marks).filteredOn(Mark.ARRIVES::equals).hasSize(10);
        assertThat(marks).filteredOn(Mark.LEAVES::equals).hasSize(11);
        assertThat(marks).filteredOn(Mark.STAYS::equals).hasSize(128 - 11);
        assertThat(map.summary()).isEqualTo("10 copies arrive, 11 leave, in 11 of 64 shards");
        assertThat(map.lines()).hasSize(11);
        assertThat(map.lines().get(0).arrives()).isEqualTo(moves.get(0).to().value());
    }

    @Test
    void all_copies_of_a_node_that_would_be_lost_leave() {
        DiffMap map = page(plan(
                        read(WishKind.FAIL_NODE, "target", "node-b"), List.of(), List.of(), new Survivors(2, 1, 1)))
                .maps()
                .get(0);
        long lost = MOVIES.shardPictures().stream()
                .flatMap(s -> s.copies().stream())
                .filter(c -> c.node().equals("node-b"))
                .count();
        List<DiffMap.Row> rows =
                map.banks().stream().flatMap(b -> b.rows().stream()).toList();
        assertThat(rows)
                .filteredOn(r -> r.label().equals("node-b"))
                .allMatch(r -> r.note().equals("lost"));
        assertThat(rows.stream().flatMap(r -> r.cells().stream()).filter(c -> c.mark() == Mark.LEAVES))
                .hasSize((int) lost);
    }

    @Test
    void moves_come_in_pages_that_follow_each_other() {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < 250; i++) {
            moves.add(move(i % 64, "node-a", "node-b"));
        }
        Plan plan = plan(TopologyWish.NOTHING, moves, List.of(), new Survivors(2, 2, 2));
        PlanMoves first = PlanMoves.of(plan, "p 1", 0);
        assertThat(first.shown()).isEqualTo("1–100 of 250");
        assertThat(first.previous()).isEmpty();
        assertThat(first.next()).isEqualTo("/console/plans/p%201?from=100#moves");
        PlanMoves last = PlanMoves.of(plan, "p 1", 200);
        assertThat(last.rows()).hasSize(50);
        assertThat(last.next()).isEmpty();
        assertThat(PlanMoves.of(plan, "p 1", 100).previous()).isEqualTo("/console/plans/p%201#moves");
        assertThat(PlanMoves.of(plan, "p 1", 9999).rows()).isEmpty();
    }

    @Test
    void the_headline_says_what_happens_and_what_is_left_meanwhile() {
        Plan one = plan(
                read(WishKind.DRAIN_NODE, "target", "node-b"),
                List.of(move(0, "node-b", "node-c")),
                List.of(),
                new Survivors(2, 1, 2));
        assertThat(page(one).title()).isEqualTo("Drain node-b");
        assertThat(page(one).headline())
                .isEqualTo("1 copy is built (100 documents, 1.0 kB) in 60 to 90 s. "
                        + "Meanwhile every shard keeps at least 1 live copy.");
        Plan lost = plan(read(WishKind.FAIL_GROUP, "target", "0"), List.of(), List.of(), new Survivors(2, 0, 0));
        assertThat(page(lost).title()).isEqualTo("What if group 0 fails?");
        assertThat(page(lost).headline()).startsWith("Some documents could not be found any more");
        assertThat(page(lost).offersApply()).isFalse();
    }

    @Test
    void the_command_wishes_for_the_same_and_never_holds_a_key() {
        TopologyWish wish =
                read(WishKind.REPLACE_NODE, "target", "o'hara", "id", "n", "address", "HTTP://H:80/", "key", "s3");
        assertThat(wish.replaceNodes().get(0).to().address()).isEqualTo(URI.create("http://h"));
        assertThat(new Curl("http://m").plan(wish))
                .contains("'http://m/_miroir/plans'")
                .contains(
                        "'{\"replaceNodes\":[{\"from\":\"o'\\''hara\",\"to\":{\"id\":\"n\",\"address\":\"http://h\",\"key\":\"NODE_KEY\"}}]}'")
                .doesNotContain("s3");
    }
}
