package miroir.app.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import miroir.app.config.ConfigException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {
    @TempDir
    Path temporary;

    @Test
    void a_named_folder_is_kept_and_gives_the_same_key_again() throws ConfigException, IOException {
        Path named = temporary.resolve("trial");
        DemoFolder first = DemoFolder.open(options(4, named));
        Path data = first.nodeData(DemoOptions.nodeId(1));
        first.close();

        assertThat(data).isEqualTo(named.resolve("nodes/node-b")).isDirectory();
        assertThat(DemoFolder.open(options(4, named)).nodeKey())
                .isEqualTo(first.nodeKey())
                .hasSizeGreaterThanOrEqualTo(16);
    }

    @Test
    void nobody_else_reads_its_key_or_what_nodes_say() throws ConfigException, IOException {
        Path named = temporary.resolve("trial");
        DemoFolder folder = DemoFolder.open(options(4, named));
        folder.nodeData(DemoOptions.nodeId(1));
        folder.nodeLog(DemoOptions.nodeId(1));

        try (Stream<Path> files = Files.walk(named)) {
            assertThat(files)
                    .hasSize(5)
                    .allSatisfy(file ->
                            assertThat(mode(file)).isEqualTo(Files.isDirectory(file) ? "rwx------" : "rw-------"));
        }

        Path key = named.resolve("demo.properties");
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        DemoFolder.open(options(4, named));
        assertThat(mode(key)).isEqualTo("rw-------");
    }

    private static String mode(Path file) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file));
    }

    @Test
    void a_named_folder_refuses_another_fleet_and_names_the_flag() throws ConfigException, IOException {
        DemoFolder.open(options(4, temporary));

        assertThatThrownBy(() -> DemoFolder.open(options(5, temporary)))
                .isInstanceOf(ConfigException.class)
                .hasMessage("flag --nodes: the fleet in --data was made with 4, not 5");
    }

    @Test
    void a_temporary_folder_is_removed_with_all_it_holds() throws ConfigException, IOException {
        DemoFolder folder = DemoFolder.open(options(4, null));
        Path data = folder.nodeData(DemoOptions.nodeId(0));
        Files.writeString(data.resolve("file"), "text");

        folder.close();

        assertThat(data).doesNotExist();
        assertThat(folder.miroirData().getParent()).doesNotExist();
    }

    @Test
    void nodes_are_spread_over_groups_whose_sizes_differ_by_one_at_most() {
        DemoOptions options = new DemoOptions(5, 2, 2, 64, 0, 7700, null, null, 7801);

        assertThat(java.util.stream.IntStream.range(0, 5)
                        .map(i -> options.group(i).number()))
                .containsExactly(0, 0, 0, 1, 1);
        assertThat(options.problems()).isEmpty();
    }

    private static DemoOptions options(int nodes, @Nullable Path data) {
        return new DemoOptions(nodes, 1, 2, 64, 0, 7700, data, null, 7801);
    }
}
