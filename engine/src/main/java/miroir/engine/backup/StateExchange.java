package miroir.engine.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.store.ExchangeMarker;

/**
 * Gives files of Miroir's state the place of those that are there, which are moved aside and never deleted. It may be
 * interrupted anywhere: a marker then keeps Miroir from starting, and the same command ends it. Whoever exchanges holds the
 * folder's lock.
 */
public final class StateExchange {
    private final Path data;
    private final String command;
    private final Moving moving;

    /** By that command, in that data folder. */
    public StateExchange(Path data, String command) {
        this(data, command, (from, to) -> Files.move(from, to, StandardCopyOption.ATOMIC_MOVE));
    }

    /** The same with other means of moving, so that a test can stand between. */
    public StateExchange(Path data, String command, Moving moving) {
        this.data = data;
        this.command = command;
        this.moving = moving;
    }

    /** How a file or folder gets its new place. */
    @FunctionalInterface
    public interface Moving {
        /** Moves it in one step. */
        void move(Path from, Path to) throws IOException;
    }

    /** The marker of an exchange by this command that did not come to its end. */
    public Optional<ExchangeMarker> interrupted() throws IOException {
        return ExchangeMarker.in(data).filter(marker -> marker.command().equals(command));
    }

    /** Where the former files go: into the folder of the interrupted exchange, if there is one, so that they stay together. */
    public Path aside(Instant now) throws IOException {
        Optional<ExchangeMarker> before =
                interrupted().filter(marker -> !marker.aside().isEmpty());
        if (before.isPresent()) {
            return data.resolve(before.get().aside());
        }
        String name = "before-" + command + "-" + BackupNames.time(now);
        Path aside = data.resolve(name);
        for (int i = 2; Files.exists(aside); i++) {
            aside = data.resolve(name + "-" + i);
        }
        return aside;
    }

    /**
     * Puts the files in place that are whole in a folder; whether others were there. Goes on where an interrupted exchange
     * has stopped.
     *
     * @param names all that are replaced; those of them that are not made are moved aside only
     */
    public boolean exchange(Path made, Path aside, List<String> names) throws IOException {
        ExchangeMarker marker =
                interrupted().filter(before -> !before.aside().isEmpty()).orElse(null);
        if (marker == null) {
            StateFiles.force(made);
            marker = new ExchangeMarker(command, aside.getFileName().toString(), false);
            marker.put(data);
        }
        if (!marker.placing()) {
            for (String name : names) {
                moveAside(data.resolve(name), aside);
            }
            new ExchangeMarker(command, marker.aside(), true).put(data);
        }
        for (String name : names) {
            if (Files.exists(made.resolve(name))) {
                moving.move(made.resolve(name), data.resolve(name));
            }
        }
        StateFiles.force(data);
        ExchangeMarker.remove(data);
        return Files.exists(aside);
    }

    private void moveAside(Path file, Path aside) throws IOException {
        if (Files.exists(file)) {
            PrivateFiles.folder(aside);
            moving.move(file, aside.resolve(file.getFileName().toString()));
            StateFiles.force(aside);
            StateFiles.force(data);
        }
    }
}
