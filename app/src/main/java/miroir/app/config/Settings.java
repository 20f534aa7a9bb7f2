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

    /** The setting of the strongest source; an empty one in the file counts as not given, elsewhere it is a fault. */
    @Nullable
    Setting find(Key key) {
        Setting outside = sources.find(key);
        if (outside == null) {
            return file.find(key.yaml());
        }
        return outside.present(problems) ? outside : null;
    }

    /** A key; one that is given and empty is no key, and a fault. */
    @Nullable
    String secret(Key key) {
        Setting outside = sources.find(key);
        if (outside != null) {
            return secret(outside, AccessKey.problemAsGiven(outside.text()), problems);
        }
        Setting inside = file.given(key.yaml());
        return inside == null ? null : secret(inside, problems);
    }

    /** The key that the file gives; null, and a problem noted, when it cannot be one. */
    static @Nullable String secret(Setting given, Problems problems) {
        return secret(given, AccessKey.problem(given.text()), problems);
    }

    private static @Nullable String secret(Setting given, Optional<String> problem, Problems problems) {
        problems.hide(given.text());
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
