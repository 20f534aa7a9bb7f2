package miroir.app.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Looks a key up in flags, environment and file, in that order, and reads its text as a type. */
final class Settings {
    private final ConfigSources sources;
    private final ConfigFile file;
    private final Problems problems;

    Settings(ConfigSources sources, ConfigFile file, Problems problems) {
        this.sources = sources;
        this.file = file;
        this.problems = problems;
    }

    /** The setting of the strongest source; an empty variable or value counts as not given. */
    @Nullable
    Setting find(Key key) {
        String flag = sources.flags().get(key.yaml());
        if (flag != null) {
            return new Setting(key.yaml(), flag, "flag " + key.flag());
        }
        String variable = sources.environment().get(key.variable());
        if (variable != null && !variable.isEmpty()) {
            return new Setting(key.yaml(), variable, "environment " + key.variable());
        }
        return file.find(key.yaml());
    }

    @Nullable
    String text(Key key) {
        Setting setting = find(key);
        return setting == null || setting.text().isEmpty() ? null : setting.text();
    }

    String text(Key key, String fallback) {
        String text = text(key);
        return text == null ? fallback : text;
    }

    int number(Key key, Range range, int fallback) {
        Setting setting = find(key);
        return setting == null ? fallback : range.read(setting, problems, fallback);
    }

    <E extends Enum<E>> E choice(Key key, Class<E> type, E fallback) {
        Setting setting = find(key);
        if (setting == null) {
            return fallback;
        }
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(setting.text())) {
                return constant;
            }
        }
        String words =
                Arrays.stream(type.getEnumConstants()).map(Settings::word).collect(Collectors.joining(" or "));
        problems.add(setting.where(), key.yaml(), "must be " + words + ", not '" + setting.text() + "'");
        return fallback;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
