package miroir.engine.sim;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.stream.IntStream;
import miroir.core.operation.OperationStatus;
import miroir.core.placement.CopyState;
import miroir.core.placement.Rendezvous;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.Operator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Comparisons that cannot compare everything. */
class VerifyTest {
    @TempDir
    Path data;

    private static OperationPicture ended(Stage stage, boolean repair) {
        Operator.Decision begun = requireNonNull(stage.world.ask(o -> o.verify("books", repair, Stage.TEST)));
        stage.ended(begun.id());
        return stage.operation(begun.id());
    }

    @Test
    void what_compared_nothing_has_failed_and_says_why() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.node(stage.b).crash();
        stage.run(6000);
        for (boolean repair : new boolean[] {false, true}) {
            OperationPicture found = ended(stage, repair);
            assertThat(found.status()).isEqualTo(OperationStatus.FAILED);
            assertThat(found.error())
                    .isEqualTo("nothing was compared: shards 0, 1, 2, 3: node " + stage.b + " is down");
            OperationPicture.Result result = requireNonNull(found.result());
            assertThat(result.compared()).isZero();
            assertThat(result.skipped()).isEqualTo(4);
            assertThat(result.verdicts()).hasSize(4).allSatisfy(verdict -> {
                assertThat(verdict.believed()).isEmpty();
                assertThat(verdict.why()).isEqualTo("node " + stage.b + " is down");
            });
        }
    }

    @Test
    void one_copy_of_each_shard_cannot_be_compared() {
        Stage stage = Stage.ofLight(data, 2, 1, 4);
        stage.write("books", Stage.FORTY);
        OperationPicture found = ended(stage, false);
        assertThat(found.status()).isEqualTo(OperationStatus.FAILED);
        assertThat(found.error()).contains("nothing was compared: shards 0, 1, 2, 3: there is only one copy");
    }

    @Test
    void what_left_a_shard_out_has_failed_and_names_it() {
        Stage stage = Stage.ofLight(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(100);
        stage.node(stage.b).crash();
        stage.write("books", one(2));
        stage.node(stage.b).restart();
        stage.script.always(Stage::isSync, Faults.Fate.SERVER_ERROR);
        stage.run(4000);
        assertThat(stage.stored(stage.b)).contains(CopyState.IN_SYNC).hasSizeGreaterThan(1);
        for (boolean repair : new boolean[] {false, true}) {
            OperationPicture found = ended(stage, repair);
            assertThat(found.status()).isEqualTo(OperationStatus.FAILED);
            assertThat(found.error())
                    .startsWith("1 of 4 shards was not compared: shard 2: the copy on " + stage.b + " is ");
            OperationPicture.Result result = requireNonNull(found.result());
            assertThat(result.compared()).isEqualTo(3);
            assertThat(result.skipped()).isEqualTo(1);
            assertThat(result.verdicts())
                    .extracting(OperationPicture.Verdict::shard)
                    .containsExactly(2);
        }
    }

    /** A document of that shard. */
    private static String one(int shard) {
        return IntStream.range(100, 1000)
                .mapToObj(String::valueOf)
                .filter(id -> Rendezvous.shardForKey(id, 4) == shard)
                .map(id -> "{\"id\":" + id + "}")
                .findFirst()
                .orElseThrow();
    }
}
