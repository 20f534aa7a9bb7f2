package miroir.engine.disk;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Folders of mode 0700 and files of mode 0600. They are made with that mode: what gets it only afterwards can be opened by
 * others in between. Where a file system knows no modes, they are made without.
 */
public final class PrivateFiles {
    private static final Set<PosixFilePermission> OF_FOLDERS = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OF_FILES = PosixFilePermissions.fromString("rw-------");

    private PrivateFiles() {}

    /** The folder; it and all that lead to it are made when they are not there. */
    public static Path folder(Path path) throws IOException {
        return Files.createDirectories(path, mode(path, OF_FOLDERS));
    }

    /** Opens a file; the options say whether it is made. */
    public static FileChannel open(Path file, OpenOption... options) throws IOException {
        return FileChannel.open(file, Set.of(options), mode(file, OF_FILES));
    }

    /** Makes an empty file; whether there was none. */
    public static boolean make(Path file) throws IOException {
        try {
            Files.createFile(file, mode(file, OF_FILES));
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    /** Takes away what others may do with a file or folder that is there; whether there was something to take. */
    public static boolean tighten(Path path) throws IOException {
        if (!knowsModes(path) || Files.isSymbolicLink(path)) {
            return false;
        }
        Set<PosixFilePermission> wanted = Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS) ? OF_FOLDERS : OF_FILES;
        if (wanted.containsAll(Files.getPosixFilePermissions(path, LinkOption.NOFOLLOW_LINKS))) {
            return false;
        }
        Files.setPosixFilePermissions(path, wanted);
        return true;
    }

    private static FileAttribute<?>[] mode(Path path, Set<PosixFilePermission> permissions) {
        return knowsModes(path)
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
                : new FileAttribute<?>[0];
    }

    private static boolean knowsModes(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
