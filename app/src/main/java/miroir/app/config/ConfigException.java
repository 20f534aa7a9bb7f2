package miroir.app.config;

import java.util.List;
import java.util.stream.Collectors;

/** The configuration cannot be used; carries every error found in it. */
public final class ConfigException extends Exception {
    private static final long serialVersionUID = 1L;

    private final transient List<ConfigError> errors;

    /** Joins the errors, one a line, to the message. */
    public ConfigException(List<ConfigError> errors) {
        super(errors.stream().map(ConfigError::toString).collect(Collectors.joining("\n")));
        this.errors = List.copyOf(errors);
    }

    /** All errors, in the order they were found. */
    public List<ConfigError> errors() {
        return errors;
    }
}
