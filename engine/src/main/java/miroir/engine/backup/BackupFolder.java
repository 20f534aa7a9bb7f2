package miroir.engine.backup;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import miroir.engine.api.Backups.Kept;
import miroir.engine.disk.PrivateFiles;

/** The folder of backups that were made by themselves. Files of other names are nobody's business here. */
final class BackupFolder {
    private final Path folder;

    BackupFolder(Path folder) {
        this.folder = folder;
    }

    Path path() {
        return folder;
    }

    /** Writes a backup; it has its name only when all of it is on the disk and was read again. */
    Kept add(StateCopy copy, String miroir, Instant at) throws IOException, BackupException {
        PrivateFiles.folder(folder);
        Path file = folder.resolve(BackupNames.of(at));
        try (PartialFile partial = PartialFile.of(file)) {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(partial.path(), StandardOpenOption.WRITE), 1 << 16)) {
                Archive.write(out, copy, miroir, at.toString());
            }
            partial.keep();
        }
        return new Kept(file.getFileName().toString(), at, Files.size(file));
    }

    /** What is kept, newest first. */
    List<Kept> list() throws IOException {
        if (Files.notExists(folder)) {
            return List.of();
        }
        List<Kept> kept = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                Optional<Instant> at = BackupNames.madeAt(name);
                if (at.isPresent() && Files.isRegularFile(file)) {
                    kept.add(new Kept(name, at.get(), Files.size(file)));
                }
            }
        }
        kept.sort(Comparator.comparing(Kept::name).reversed());
        return kept;
    }

    /** Deletes the oldest, so that so many are left; never the one that was just made, whatever the clock says. */
    void keep(int most, Kept made) throws IOException {
        List<Kept> others =
                list().stream().filter(one -> !one.name().equals(made.name())).toList();
        for (Kept old : others.subList(Math.min(Math.max(0, most - 1), others.size()), others.size())) {
            Files.deleteIfExists(folder.resolve(old.name()));
        }
    }

    /** Deletes what a killed process left half written. */
    void tidy() throws IOException {
        if (Files.notExists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(PartialFile.SUFFIX)
                        && BackupNames.madeAt(name.substring(0, name.length() - PartialFile.SUFFIX.length()))
                                .isPresent()) {
                    Files.deleteIfExists(file);
                }
            }
        }
    }
}
