package miroir.app.config;

/** One thing wrong with the configuration: where it stands, which key it is, and what is the matter. */
public record ConfigError(String where, String key, String problem) {
    @Override
    public String toString() {
        return key.isEmpty() ? where + ": " + problem : where + ": " + key + ": " + problem;
    }
}
