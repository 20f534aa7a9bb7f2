package miroir.app.config;

import java.nio.file.Path;

/**
 * How Miroir saves its own state by itself.
 *
 * @param folder where backups are kept
 * @param everyHours how often one is made; 0: never
 * @param kept how many stay
 */
public record ConfiguredBackups(Path folder, int everyHours, int kept) {
    /** Hours between two backups by default. */
    static final int EVERY_HOURS = 24;

    /** Backups that stay by default. */
    static final int KEPT = 7;

    /** None by themselves. */
    public static ConfiguredBackups none(Path data) {
        return new ConfiguredBackups(folder(data), 0, KEPT);
    }

    /** Where they are kept by default. */
    static Path folder(Path data) {
        return data.resolve("backups");
    }
}
