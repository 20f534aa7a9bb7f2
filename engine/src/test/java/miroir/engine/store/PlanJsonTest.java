package miroir.engine.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import miroir.core.placement.CopyState;
import miroir.core.plan.Plan;
import miroir.core.plan.TopologyWish;
import miroir.core.topology.Group;
import miroir.core.topology.GroupId;
import miroir.core.topology.IndexId;
import miroir.core.topology.Lifecycle;
import miroir.core.topology.Node;
import miroir.core.topology.NodeId;
import miroir.core.topology.Topology;
import org.junit.jupiter.api.Test;

class PlanJsonTest {
    @Test
    void every_plan_is_read_back_as_it_was_written() {
        for (long seed = 0; seed < 300; seed++) {
            Plan plan = RandomPlan.of(seed);

            assertThat(PlanJson.read(PlanJson.write(plan))).as("seed %d", seed).isEqualTo(plan);
        }
    }

    /** Plans stay in the store over upgrades: this form must stay readable. */
    @Test
    void the_stored_form_stays_what_it_is() {
        assertThat(PlanJson.write(golden())).isEqualTo("""
                        {"topologyVersion":7,"wish":{"addNodes":[{"id":"d","address":"http://10.0.0.4:7700","group":1,\
                        "key":"k"}],"drainNodes":["a"],"removeNodes":[],"replaceNodes":[],"addGroups":[],\
                        "removeGroups":[2],"replicationFactor":null,"failNodes":[],"failGroups":[]},\
                        "refusals":[{"name":"last_copy","target":"a","message":"m"}],\
                        "moves":[{"indexId":3,"index":"books","shard":5,"group":1,"from":"a","to":"d","rank":0,\
                        "documents":10,"bytes":20,"reason":"r"}],\
                        "drops":[{"indexId":3,"index":"books","shard":6,"node":"b","rank":1,"state":"STALE",\
                        "reason":"r"}],\
                        "totals":{"copies":1,"documents":10,"bytes":20,"minimumCopies":1,"ratio":1.0},\
                        "eta":{"low":1,"high":2,"basis":"b"},\
                        "balance":{"before":{"fewest":1,"most":2,"mean":1.5,"ratio":1.25},\
                        "after":{"fewest":1,"most":1,"mean":1.0,"ratio":1.0},\
                        "nodes":[{"node":"a","group":1,"copiesBefore":1,"copiesAfter":2,"documentsBefore":3,\
                        "documentsAfter":4,"bytesBefore":5,"bytesAfter":6}]},\
                        "survivors":{"before":2,"during":1,"after":2},\
                        "breaches":[{"moment":"DURING","name":"n","target":"t","message":"m"}],\
                        "peakExtraBytes":{"d":20},\
                        "target":{"version":8,"replicationFactor":2,"groups":[{"id":1,"nodes":[{"id":"d","group":1,\
                        "address":"http://10.0.0.4:7700","wanted":"ACTIVE"}]}]}}""");
        assertThat(PlanJson.read(PlanJson.write(golden()))).isEqualTo(golden());
    }

    @Test
    void what_is_no_plan_is_refused() {
        assertThatThrownBy(() -> PlanJson.read("{\"topologyVersion\":7}")).isInstanceOf(StoreException.class);
        assertThatThrownBy(() -> PlanJson.read("[")).isInstanceOf(StoreException.class);
    }

    private static Plan golden() {
        GroupId one = new GroupId(1);
        NodeId a = new NodeId("a");
        NodeId d = new NodeId("d");
        IndexId books = new IndexId(3);
        URI address = URI.create("http://10.0.0.4:7700");
        return new Plan(
                7,
                new TopologyWish(
                        List.of(new TopologyWish.NewNode(d, address, one, "k")),
                        List.of(a),
                        List.of(),
                        List.of(),
                        List.of(),
                        List.of(new GroupId(2)),
                        null,
                        List.of(),
                        List.of()),
                List.of(new Plan.Refusal("last_copy", "a", "m")),
                List.of(new Plan.Move(books, "books", 5, one, a, d, 0, 10, 20, "r")),
                List.of(new Plan.Drop(books, "books", 6, new NodeId("b"), 1, CopyState.STALE, "r")),
                new Plan.Totals(1, 10, 20, 1, 1),
                new Plan.Eta(1, 2, "b"),
                new Plan.Balance(
                        new Plan.Spread(1, 2, 1.5, 1.25),
                        new Plan.Spread(1, 1, 1, 1),
                        List.of(new Plan.NodeLoad(a, one, 1, 2, 3, 4, 5, 6))),
                new Plan.Survivors(2, 1, 2),
                List.of(new Plan.Breach(Plan.Moment.DURING, "n", "t", "m")),
                new TreeMap<>(Map.of(d, 20L)),
                new Topology(8, 2, List.of(new Group(one, List.of(new Node(d, one, address, Lifecycle.ACTIVE))))));
    }
}
