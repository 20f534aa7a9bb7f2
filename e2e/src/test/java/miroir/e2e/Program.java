package miroir.e2e;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A process under test with its output in a file. Closing it kills it. */
final class Program implements AutoCloseable {
    private final Process process;
    private final Path log;

    private Program(Process process, Path log) {
        this.process = process;
        this.log = log;
    }

    /** Starts a command; its output goes to {@code log}. */
    static Program start(List<String> command, Map<String, String> environment, Path log) {
        try {
            Files.createDirectories(log.toAbsolutePath().getParent());
            ProcessBuilder builder = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putAll(environment);
            return new Program(builder.start(), log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the jar with a small heap, so that many fit on one machine. */
    static Program jar(List<String> arguments, Path log, String... jvm) {
        return jar(arguments, Map.of(), log, jvm);
    }

    /** The same with more environment variables. */
    static Program jar(List<String> arguments, Map<String, String> environment, Path log, String... jvm) {
        return start(jarCommand(arguments, sharing(arguments, jvm)), environment, log);
    }

    /** The same for a process that can write no file of more than so many KiB: the nearest thing to a full disk. */
    static Program jarWithSmallFiles(int kib, List<String> arguments, Path log, String... jvm) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", "ulimit -f " + kib + "; exec \"$@\"", "bash"));
        command.addAll(jarCommand(arguments, sharing(arguments, jvm)));
        return start(command, Map.of(), log);
    }

    private static String[] sharing(List<String> arguments, String... jvm) {
        return Stream.concat(SharedClasses.options(jarFile(), arguments).stream(), Stream.of(jvm))
                .toArray(String[]::new);
    }

    /** What starts the jar. */
    static List<String> jarCommand(List<String> arguments, String... jvm) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=4"));
        command.addAll(List.of(jvm));
        command.addAll(List.of("-jar", jarFile().toString()));
        command.addAll(arguments);
        return command;
    }

    /** The jar that the build made. */
    static Path jarFile() {
        Path jar = Path.of("..", "target", "miroir.jar").toAbsolutePath().normalize();
        if (!Files.exists(jar)) {
            throw new IllegalStateException(jar + " is missing: build it with mvn package");
        }
        return jar;
    }

    /** The real Meilisearch to test against; null when there is none. */
    static @Nullable Path meilisearch() {
        String named = System.getenv("MIROIR_MEILISEARCH");
        if (named != null && !named.isEmpty()) {
            return Path.of(named);
        }
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":", -1)) {
            Path candidate = Path.of(folder, "meilisearch");
            if (Files.isExecutable(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** A port nobody listens on now. */
    static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its process id. */
    long pid() {
        return process.pid();
    }

    /** Whether it still runs. */
    boolean alive() {
        return process.isAlive();
    }

    /** Ends it at once, as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        await();
    }

    /** Asks it to end, as Ctrl-C does, and returns its exit status. */
    int stop() {
        process.destroy();
        return await();
    }

    /** Waits until it ends by itself and returns its exit status. */
    int exitStatus() {
        return await();
    }

    private int await() {
        try {
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IllegalStateException("process " + pid() + " does not end; see " + log);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** What it printed so far. */
    String output() {
        try {
            return Files.readString(log);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        if (process.isAlive()) {
            kill();
        }
    }
}
