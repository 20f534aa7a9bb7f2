package miroir.app.config;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import miroir.core.topology.AccessKey;
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

    /** A key; one that is given and empty is no key, and a fault. */
    @Nullable
    String secret(Key key) {
        String flag = sources.flags().get(key.yaml());
        String variable = sources.environment().get(key.variable());
        Setting setting = flag != null
                ? new Setting(key.yaml(), flag, "flag " + key.flag())
                : variable != null
                        ? new Setting(key.yaml(), variable, "environment " + key.variable())
                        : file.given(key.yaml());
        return setting == null ? null : secret(setting, problems);
    }

    /** The key that was given; null, and a problem noted, when it cannot be one. */
    static @Nullable String secret(Setting given, Problems problems) {
        problems.hide(given.text());
        Optional<String> problem = AccessKey.problem(given.text());
        problem.ifPresent(p -> problems.add(given.where(), given.key(), p + "; leave it out to have none"));
        return problem.isPresent() ? null : given.text();
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
        problems.add(setting.where(), key.yaml(), "must be " + words + ", not " + setting.quoted());
        return fallback;
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
