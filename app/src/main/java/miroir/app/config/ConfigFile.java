package miroir.app.config;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The configuration file: its values with their lines, variables replaced on reading. */
final class ConfigFile {
    private final Path path;
    private final Yaml.Mapping root;
    private final Variables variables;
    private final Problems problems;

    private ConfigFile(Path path, Yaml.Mapping root, Variables variables, Problems problems) {
        this.path = path;
        this.root = root;
        this.variables = variables;
        this.problems = problems;
    }

    /** Reads the file that flag or environment name, else the default one when it is there. */
    static ConfigFile open(ConfigSources sources, Problems problems) {
        Setting given = sources.find(Key.CONFIG);
        Setting named = given != null && given.present(problems) ? given : null;
        Path path = named != null ? Path.of(named.text()) : sources.defaultFile();
        Yaml.Mapping root = Yaml.Mapping.EMPTY;
        if (Files.isRegularFile(path)) {
            root = new YamlReader(path, problems).read();
        } else if (named != null) {
            problems.add(named.where(), named.key(), "there is no file " + path);
        }
        ConfigFile file = new ConfigFile(path, root, new Variables(sources.environment(), problems), problems);
        file.checkKeys(root, "", Key.inFile());
        return file;
    }

    @Nullable
    Setting find(String key) {
        return scalar(root, "", key);
    }

    /** The value of a key, also when it is empty. */
    @Nullable
    Setting given(String key) {
        return given(root, "", key);
    }

    @Nullable
    Yaml node(String key) {
        return root.entries().get(key);
    }

    /** The value of a key of a mapping; absent when empty or when a problem was noted. */
    @Nullable
    Setting scalar(Yaml.Mapping mapping, String prefix, String key) {
        Setting setting = given(mapping, prefix, key);
        return setting == null || setting.text().isEmpty() ? null : setting;
    }

    /** The value of a key of a mapping, also when it is empty; absent when a problem was noted. */
    @Nullable
    Setting given(Yaml.Mapping mapping, String prefix, String key) {
        Yaml value = mapping.entries().get(key);
        if (value == null) {
            return null;
        }
        if (!(value instanceof Yaml.Scalar scalar)) {
            problems.add(where(value), prefix + key, "must be a single value");
            return null;
        }
        String where = where(value);
        String text = variables.replace(new Setting(prefix + key, scalar.text(), where));
        return text == null ? null : new Setting(prefix + key, text, where);
    }

    void checkKeys(Yaml.Mapping mapping, String prefix, Collection<String> known) {
        for (Map.Entry<String, Yaml> entry : mapping.entries().entrySet()) {
            if (!known.contains(entry.getKey())) {
                String name = Masks.name(entry.getKey());
                String hint = name.equals(entry.getKey())
                        ? Nearest.hint(name, known)
                        : "a value stands behind a colon and a space";
                problems.add(where(entry.getValue()), prefix + name, "unknown key; " + hint);
            }
        }
    }

    String where(Yaml value) {
        return path + " line " + value.line();
    }
}
