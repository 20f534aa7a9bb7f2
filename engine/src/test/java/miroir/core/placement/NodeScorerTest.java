package miroir.core.placement;

import static org.assertj.core.api.Assertions.assertThat;

import miroir.core.Seeds;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.Test;

class NodeScorerTest {

    @Test
    void scores_equal_the_hash_of_the_whole_key_for_names_of_any_length() {
        Seeds.each(random -> {
            for (int length = 1; length < 60; length++) {
                StringBuilder name = new StringBuilder();
                while (name.length() < length) {
                    name.append((char) (random.nextInt(4) == 0 ? 0xE9 : 'a' + random.nextInt(26)));
                }
                NodeId node = new NodeId(name.toString());
                NodeScorer scorer = new NodeScorer(Rendezvous.key(node));
                for (int shard : new int[] {0, 1, 255, 65_536, random.nextInt(), Integer.MAX_VALUE}) {
                    assertThat(scorer.score(shard)).as("%s %d", name, shard).isEqualTo(Rendezvous.score(shard, node));
                }
            }
        });
    }
}
