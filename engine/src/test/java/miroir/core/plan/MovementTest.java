package miroir.core.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.core.Clusters;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

/** How many copies are moved when a node joins or leaves, against the fewest possible. */
class MovementTest {
    private static final int[] SHARDS = {64, 128, 256, 512, 1024};
    private static final int SEEDS = 2;

    /** One cell of the grid: the ratios of a join and of a departure, averaged over random names. */
    private record Cell(int shards, int rf, int nodes, double joins, double leaves, double fullest) {
        @Override
        public String toString() {
            return String.format(
                    "S=%4d RF=%d N=%2d join %.3f leave %.3f fullest/mean %.3f",
                    shards, rf, nodes, joins, leaves, fullest);
        }
    }

    @Test
    void joins_and_departures_move_the_minimum_on_average() {
        List<Cell> cells = new ArrayList<>();
        for (int shards : SHARDS) {
            for (int rf = 1; rf <= 3; rf++) {
                for (int nodes = Math.max(3, rf + 1); nodes <= 12; nodes++) {
                    cells.add(cell(shards, rf, nodes));
                }
            }
        }
        String table = cells.stream().map(Cell::toString).collect(Collectors.joining("\n"));
        assertThat(cells.stream().collect(Collectors.averagingDouble(Cell::joins)))
                .as("joins\n%s", table)
                .isBetween(1.0, 1.12);
        assertThat(cells.stream().collect(Collectors.averagingDouble(Cell::leaves)))
                .as("departures\n%s", table)
                .isBetween(1.0, 1.12);
    }

    private static Cell cell(int shards, int rf, int nodes) {
        double joins = 0;
        double leaves = 0;
        double fullest = 0;
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(31L * seed + nodes);
            List<NodeId> names = Clusters.nodes(nodes, random);
            Present before = Worlds.world(names, rf, shards);
            Plan join = Wish.to().add("joined-" + random.nextInt()).on(before);
            int share = shards * rf / (nodes + 1);
            joins += (double) join.moves().size() / share;
            Present joined = Worlds.after(before, join, Set.of());
            fullest += join.balance().after().ratio();

            String leaver = names.get(random.nextInt(nodes)).value();
            Plan leave = Wish.to().remove(leaver).on(joined);
            leaves += (double) leave.moves().size()
                    / Worlds.load(joined.indexes().get(0)).getOrDefault(new NodeId(leaver), 0);
        }
        return new Cell(shards, rf, nodes, joins / SEEDS, leaves / SEEDS, fullest / SEEDS);
    }
}
