package miroir.app.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Collects what is wrong, so that all of it is reported at once. */
final class Problems {
    private final List<ConfigError> errors = new ArrayList<>();
    private final Masks masks;

    Problems(Masks masks) {
        this.masks = masks;
    }

    /** No message shows this text. */
    void hide(String secret) {
        masks.hide(secret);
    }

    void add(String where, String key, String problem) {
        ConfigError error = new ConfigError(where, key, problem);
        if (!errors.contains(error)) {
            errors.add(error);
        }
    }

    /** Whether something is wrong with this key or a key below it. */
    boolean concern(String key) {
        return errors.stream().anyMatch(error -> error.key().startsWith(key));
    }

    private static final Pattern LINE = Pattern.compile("(.*) line ([0-9]{1,9})");

    private static String source(ConfigError error) {
        Matcher line = LINE.matcher(error.where());
        return line.matches() ? line.group(1) : error.where();
    }

    /** As people read the file: from top to bottom. */
    private static int line(ConfigError error) {
        Matcher line = LINE.matcher(error.where());
        return line.matches() ? Integer.parseInt(line.group(2)) : 0;
    }

    void throwIfAny() throws ConfigException {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors.stream()
                    .sorted(Comparator.comparing(Problems::source).thenComparingInt(Problems::line))
                    .map(e -> new ConfigError(e.where(), e.key(), masks.mask(e.problem())))
                    .toList());
        }
    }
}
