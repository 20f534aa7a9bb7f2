package miroir.app.config;

import java.util.ArrayList;
import java.util.List;

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

    void throwIfAny() throws ConfigException {
        if (!errors.isEmpty()) {
            throw new ConfigException(errors.stream()
                    .map(e -> new ConfigError(e.where(), e.key(), masks.mask(e.problem())))
                    .toList());
        }
    }
}
