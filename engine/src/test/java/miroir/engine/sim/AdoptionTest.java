package miroir.engine.sim;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a store does not know that was put back to an older state, or that somebody made under a name that is to come. */
class AdoptionTest {
    @TempDir
    Path data;

    private Stage stage;

    @BeforeEach
    void start() {
        stage = new Stage(data, 2, 2, 4);
        stage.write("books", Stage.FORTY);
        stage.run(2000);
    }

    @Test
    void volumes_that_were_renamed_since_the_store_was_saved_are_found() {
        stage.world.kill();
        for (NodeId node : List.of(stage.a, stage.b)) {
            for (VolumeName volume : volumes(node)) {
                rename(node, volume, volume.number() + 100);
            }
        }
        stage.run(2000);
        stage.world.restart();
        stage.run(120_000);
        assertThat(stage.entry("books").volumes().known().values())
                .allMatch(
                        volume -> VolumeName.parse(volume.name()).orElseThrow().number() > 100);
        stage.write("books", "{\"id\":77}");
        stage.check(false);
    }

    @Test
    void a_name_that_somebody_took_is_not_the_volumes() {
        for (NodeId node : List.of(stage.a, stage.b)) {
            for (VolumeName volume : volumes(node)) {
                for (long number = volume.number() + 1; number < volume.number() + 20; number++) {
                    stage.node(node).byHand("POST", "/indexes", "{\"uid\":\"" + name(volume, number) + "\"}");
                }
            }
        }
        stage.run(2000);
        stage.script.once(Script.documentsTo(stage.b), Faults.Fate.LOST_REQUEST);
        stage.write("books", "{\"id\":1,\"c\":2}");
        stage.run(120_000);
        stage.check(false);
    }

    private List<VolumeName> volumes(NodeId node) {
        return stage.node(node).read("/indexes?limit=1000").path("results").findValuesAsText("uid").stream()
                .flatMap(name -> VolumeName.parse(name).stream())
                .toList();
    }

    private String name(VolumeName volume, long number) {
        String clusterId = stage.world.latest().clusterId();
        return VolumeName.numbered("books-" + volume.index().value(), volume.rank(), clusterId, number);
    }

    private void rename(NodeId node, VolumeName volume, long number) {
        stage.node(node)
                .byHand(
                        "PATCH",
                        "/indexes/" + name(volume, volume.number()),
                        "{\"uid\":\"" + name(volume, number) + "\"}");
    }
}
