package miroir.console.model;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import miroir.core.plan.Plan;
import miroir.core.plan.Plan.Drop;

/**
 * The moves of a plan, a page of them, and the copies that go.
 *
 * @param shown which moves these are, of how many
 * @param csv address of all of them as a file
 * @param previous address of the page before; empty on the first
 * @param next address of the page after; empty on the last
 * @param dropsLeft what is not listed of the drops; empty: nothing
 */
public record PlanMoves(
        List<MoveRow> rows,
        String shown,
        String csv,
        String previous,
        String next,
        List<DropRow> drops,
        String dropsLeft) {
    /** Rows of a page. */
    public static final int PAGE = 100;

    /** One copy that goes without a new one. */
    public record DropRow(String index, int shard, String shardHref, String node, String state, String reason) {}

    static PlanMoves of(Plan plan, String planId, int start) {
        String href = Links.plan(planId);
        int all = plan.moves().size();
        int from = Math.min(start, all);
        int to = Math.min(from + PAGE, all);
        List<MoveRow> rows = IntStream.range(from, to)
                .mapToObj(i -> MoveRow.of(i + 1, plan.moves().get(i)))
                .toList();
        String shown = rows.size() == all
                ? Words.count(all)
                : Words.count(from + 1L) + "–" + Words.count(to) + " of " + Words.count(all);
        List<DropRow> drops =
                plan.drops().stream().limit(PAGE).map(PlanMoves::drop).toList();
        int more = plan.drops().size() - drops.size();
        return new PlanMoves(
                rows,
                shown,
                Links.ROOT + "/export/plans/" + Links.segment(planId) + "/moves.csv",
                from == 0 ? "" : at(href, Math.max(0, from - PAGE)),
                to == all ? "" : at(href, to),
                drops,
                more == 0 ? "" : "and " + Words.count(more) + " more");
    }

    private static String at(String href, int start) {
        return Links.query(href, Map.of("from", start == 0 ? "" : Integer.toString(start))) + "#moves";
    }

    private static DropRow drop(Drop drop) {
        return new DropRow(
                drop.index(),
                drop.shard(),
                Links.shard(drop.index(), drop.shard()),
                drop.node().value(),
                Words.phrase(drop.state().name()).replace('_', ' '),
                drop.reason());
    }
}
