package miroir.engine.payload;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.CRC32C;

/** Length and CRC-32C of a file as it was written: by them it shows whether it still is what it was. */
public record Seal(long bytes, long crc32c) {
    private static final int BUFFER = 1 << 16;

    /** The seal of a file as it is. */
    public static Seal of(Path file) throws IOException {
        CRC32C sum = new CRC32C();
        long bytes = 0;
        byte[] buffer = new byte[BUFFER];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                sum.update(buffer, 0, read);
                bytes += read;
            }
        }
        return new Seal(bytes, sum.getValue());
    }

    /** What is wrong with the file that should have this seal; empty: nothing. */
    public Optional<String> damage(Path file) throws IOException {
        Seal found;
        try {
            found = of(file);
        } catch (NoSuchFileException e) {
            return Optional.of("it is missing");
        }
        if (found.bytes != bytes) {
            return Optional.of("it has " + found.bytes + " bytes instead of " + bytes);
        }
        return found.crc32c == crc32c ? Optional.empty() : Optional.of("its bytes were changed");
    }
}
