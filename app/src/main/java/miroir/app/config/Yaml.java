package miroir.app.config;

import java.util.List;
import java.util.Map;

/** A YAML value that remembers its line; scalars keep their text as written. */
sealed interface Yaml {
    int line();

    record Scalar(String text, int line) implements Yaml {}

    record Sequence(List<Yaml> items, int line) implements Yaml {}

    record Mapping(Map<String, Yaml> entries, int line) implements Yaml {
        static final Mapping EMPTY = new Mapping(Map.of(), 1);
    }
}
