package miroir.console.model;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * A moment for a time element.
 *
 * @param iso for machines; empty when there is no moment
 * @param text relative to now
 * @param full date and time in UTC
 */
public record Stamp(String iso, String text, String full) {
    private static final DateTimeFormatter FULL =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /** That moment as seen at {@code now}; {@code absent} is the text when there is none. */
    public static Stamp of(Instant now, @Nullable Instant then, String absent) {
        return then == null
                ? new Stamp("", absent, "")
                : new Stamp(then.truncatedTo(ChronoUnit.SECONDS).toString(), Words.ago(now, then), FULL.format(then));
    }
}
