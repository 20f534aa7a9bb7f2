package miroir.app.config;

/** The text given for a key and the place that gave it. */
record Setting(String key, String text, String where) {}
