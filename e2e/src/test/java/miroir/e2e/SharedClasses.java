package miroir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The jar's classes as the virtual machine maps them: most of what the many processes of these tests would do is to load
 * them again. Made once for each build of the jar, by a node and by a Miroir that do nothing but start and end.
 */
final class SharedClasses {
    private static final Map<String, List<String>> MADE = new HashMap<>();

    private SharedClasses() {}

    /** The options for a process with these arguments; none where the virtual machine can make no such file. */
    static synchronized List<String> options(Path jar, List<String> arguments) {
        return MADE.computeIfAbsent(
                arguments.get(0).equals("node") ? "node" : "serve", command -> options(jar, command));
    }

    private static List<String> options(Path jar, String command) {
        try {
            long build = Files.getLastModifiedTime(jar).toMillis();
            Path archive = jar.resolveSibling("miroir-" + command + "-" + build + ".jsa");
            if (!Files.exists(archive)) {
                make(jar, command, archive);
            }
            return Files.exists(archive) ? List.of("-XX:SharedArchiveFile=" + archive) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Another process may make it at the same time: the file is whole when it gets its name. */
    private static void make(Path jar, String command, Path archive) throws IOException {
        Path folder = Files.createTempDirectory(jar.toAbsolutePath().getParent(), "classes-");
        Path made = folder.resolve("made.jsa");
        int port = Program.freePort();
        Files.writeString(folder.resolve("miroir.yml"), "port: " + port + "\ndata: " + folder.resolve("data") + "\n");
        List<String> arguments = command.equals("node")
                ? List.of("node", "--port", Integer.toString(port))
                : List.of("serve", "--config", folder.resolve("miroir.yml").toString());
        try (Program program = Program.start(
                Program.jarCommand(arguments, "-XX:ArchiveClassesAtExit=" + made), Map.of(), folder.resolve("log"))) {
            Api.until("a " + command + " answers", new Api(URI.create("http://127.0.0.1:" + port), null)::answers);
            program.stop();
        }
        if (Files.exists(made)) {
            Files.move(made, archive, StandardCopyOption.ATOMIC_MOVE);
        }
        try (DirectoryStream<Path> all = Files.newDirectoryStream(jar.getParent(), "miroir-" + command + "-*.jsa")) {
            for (Path of : all) {
                if (!of.equals(archive)) {
                    Files.deleteIfExists(of); // of an earlier build
                }
            }
        }
        ChaosFleet.delete(folder);
    }
}
