package miroir.app.demo;

import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import miroir.app.Main;
import miroir.core.topology.NodeId;

/** How a node is started as a process of its own, so that one can be killed to watch what happens. */
sealed interface NodeProgram {
    /** The process of a node, not started yet; its output goes to the log file. */
    ProcessBuilder process(Place place);

    /** Where one node runs and what it is given. */
    record Place(NodeId id, int port, Path data, Path log, String key) {
        @Override
        public String toString() {
            return id + " on port " + port;
        }
    }

    /** The embedded node of this very program, with a small heap and a quick start. */
    record Embedded() implements NodeProgram {
        @Override
        public ProcessBuilder process(Place place) {
            List<String> command = new ArrayList<>(List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-Xmx256m",
                    "-XX:+UseSerialGC",
                    "-XX:TieredStopAtLevel=1"));
            command.addAll(ownProgram());
            command.addAll(List.of("node", "--port", Integer.toString(place.port())));
            command.addAll(List.of("--data", place.data().toString(), "--exit-with-parent"));
            ProcessBuilder process = logged(new ProcessBuilder(command), place);
            process.environment().put("MIROIR_MASTER_KEY", place.key());
            return process;
        }

        /** By {@code -jar} where there is one, because only then its manifest counts. */
        private static List<String> ownProgram() {
            String classPath = System.getProperty("java.class.path");
            boolean jar = classPath.endsWith(".jar") && !classPath.contains(File.pathSeparator);
            return jar ? List.of("-jar", classPath) : List.of("-cp", classPath, Main.class.getName());
        }
    }

    /** A real Meilisearch, bounded so that several fit on one machine. */
    record Meilisearch(Path program) implements NodeProgram {
        @Override
        public ProcessBuilder process(Place place) {
            ProcessBuilder process = new ProcessBuilder(
                    program.toAbsolutePath().toString(),
                    "--db-path",
                    place.data().resolve("data.ms").toString(),
                    "--http-addr",
                    "127.0.0.1:" + place.port(),
                    "--no-analytics",
                    "--max-indexing-memory",
                    "512MB",
                    "--env",
                    "development");
            process.directory(place.data().toFile());
            process.environment().put("MEILI_MASTER_KEY", place.key());
            return logged(process, place);
        }
    }

    private static ProcessBuilder logged(ProcessBuilder process, Place place) {
        return process.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(place.log().toFile()));
    }
}
