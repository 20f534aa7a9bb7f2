package miroir.engine.backup;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What backups are called: {@code miroir-20260301T120000Z.zip}, so that their names sort by time. */
final class BackupNames {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final Pattern NAME = Pattern.compile("miroir-(\\d{8}T\\d{6}Z)\\.zip");

    private BackupNames() {}

    /** A moment as a part of a name. */
    static String time(Instant at) {
        return TIME.format(at);
    }

    static String of(Instant at) {
        return "miroir-" + time(at) + ".zip";
    }

    /** When the backup of that name was made; empty when it is not Miroir's. */
    static Optional<Instant> madeAt(String name) {
        Matcher matcher = NAME.matcher(name);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.from(TIME.parse(matcher.group(1))));
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }
}
