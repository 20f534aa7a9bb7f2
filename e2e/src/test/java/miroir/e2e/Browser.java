package miroir.e2e;

import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Chromium for the tests: found, else installed where that is allowed, else the tests fail with what to type. They never
 * drop out silently.
 */
final class Browser implements AutoCloseable {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome", "chrome");
    private static final String ADVICE =
            "no Chromium found and none could be installed; type: apt-get install --no-install-recommends chromium"
                    + "   (or name one with MIROIR_CHROMIUM=/path/to/chromium)";

    private final Playwright playwright;
    private final com.microsoft.playwright.Browser chromium;

    private Browser(Playwright playwright, com.microsoft.playwright.Browser chromium) {
        this.playwright = playwright;
        this.chromium = chromium;
    }

    /** Starts a browser without a window. */
    static Browser start() {
        Path program = find().or(Browser::install).orElseThrow(() -> new AssertionError(ADVICE));
        Playwright playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        return new Browser(
                playwright,
                playwright
                        .chromium()
                        .launch(new BrowserType.LaunchOptions()
                                .setExecutablePath(program)
                                .setArgs(List.of("--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"))));
    }

    /** A new visitor with the default screen. */
    Visitor visit(String address) {
        return new Visitor(chromium, address, new com.microsoft.playwright.Browser.NewContextOptions());
    }

    /** A new visitor with those options. */
    Visitor visit(String address, com.microsoft.playwright.Browser.NewContextOptions options) {
        return new Visitor(chromium, address, options);
    }

    private static Optional<Path> find() {
        String named = System.getenv("MIROIR_CHROMIUM");
        if (named != null && !named.isEmpty()) {
            return Optional.of(Path.of(named));
        }
        Stream<String> folders = Stream.concat(
                Stream.of("/usr/bin"), Stream.of(System.getenv("PATH").split(":", -1)));
        return folders.flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst()
                .or(Browser::downloaded);
    }

    /** The newest one in the folder that Playwright downloads into. */
    private static Optional<Path> downloaded() {
        Path cache = Path.of(System.getProperty("user.home"), ".cache", "ms-playwright");
        if (!Files.isDirectory(cache)) {
            return Optional.empty();
        }
        try (Stream<Path> files =
                Files.find(cache, 3, (file, about) -> file.endsWith(Path.of("chrome")) && Files.isExecutable(file))) {
            return files.filter(Files::isRegularFile).max(Comparator.naturalOrder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<Path> install() {
        boolean root = "root".equals(System.getProperty("user.name"));
        if (root && Files.isExecutable(Path.of("/usr/bin/apt-get"))) {
            run("apt-get", "update");
            run("apt-get", "install", "-y", "--no-install-recommends", "chromium", "fonts-dejavu-core");
        }
        return find().or(() -> {
            List<String> download = new ArrayList<>();
            download.add(ProcessHandle.current().info().command().orElse("java"));
            download.addAll(List.of("-cp", System.getProperty("java.class.path")));
            download.addAll(List.of("com.microsoft.playwright.CLI", "install", "chromium"));
            run(download.toArray(String[]::new));
            return find();
        });
    }

    /** Runs a command to its end; whether it worked shows in what is found afterwards. */
    private static void run(String... command) {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("DEBIAN_FRONTEND", "noninteractive");
        builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
        try {
            builder.start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        chromium.close();
        playwright.close();
    }
}
