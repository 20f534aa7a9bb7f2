package miroir.e2e;

import org.jspecify.annotations.Nullable;

/** A request that is put to both sides. */
record Question(String method, String path, @Nullable String body) {
    static Question get(String path) {
        return new Question("GET", path, null);
    }

    static Question post(String path, String body) {
        return new Question("POST", path, body);
    }

    Api.Answer ask(Api api) {
        String json = body;
        return json == null ? api.send(method, path, null, null, java.util.Map.of()) : api.json(method, path, json);
    }

    /** Whether it mentions a parameter. */
    boolean has(String parameter) {
        String json = body;
        return path.contains(parameter + "=") || (json != null && json.contains("\"" + parameter + "\""));
    }

    /** Whether it gives a parameter this value. */
    boolean mentions(String parameter, String value) {
        String json = body;
        return path.contains(parameter + "=" + value)
                || (json != null && json.contains("\"" + parameter + "\":\"" + value + "\""));
    }

    @Override
    public String toString() {
        String json = body;
        return method + " " + path + (json == null ? "" : " " + json);
    }
}
