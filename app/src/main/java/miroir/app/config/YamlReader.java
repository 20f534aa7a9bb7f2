package miroir.app.config;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads one YAML file token by token, because the line of each value is wanted. */
final class YamlReader {
    private final Path file;
    private final Problems problems;

    YamlReader(Path file, Problems problems) {
        this.file = file;
        this.problems = problems;
    }

    /** The mapping the file holds; empty, with a problem noted, when it holds none. */
    Yaml.Mapping read() {
        try (YAMLParser parser = new YAMLFactory().createParser(Files.readString(file))) {
            JsonToken first = parser.nextToken();
            if (first == null || first == JsonToken.VALUE_NULL) {
                return Yaml.Mapping.EMPTY;
            }
            if (value(parser) instanceof Yaml.Mapping mapping) {
                return mapping;
            }
            problems.add(where(1), "", "must be a list of keys with values");
        } catch (JsonProcessingException e) {
            JsonLocation at = e.getLocation();
            String reason = e.getOriginalMessage().lines().findFirst().orElse("");
            problems.add(where(at == null ? 1 : at.getLineNr()), "", "is not valid YAML: " + reason);
        } catch (IOException e) {
            problems.add(file.toString(), "", "cannot be read: " + e);
        }
        return Yaml.Mapping.EMPTY;
    }

    String where(int line) {
        return file + " line " + line;
    }

    private Yaml value(YAMLParser parser) throws IOException {
        int line = parser.currentTokenLocation().getLineNr();
        if (parser.isCurrentAlias()) {
            problems.add(where(line), "", "aliases are not supported; put a value that begins with * in quotes");
        }
        return switch (parser.currentToken()) {
            case START_OBJECT -> mapping(parser, line);
            case START_ARRAY -> sequence(parser, line);
            case VALUE_NULL -> new Yaml.Scalar("", line);
            default -> new Yaml.Scalar(parser.getText(), line);
        };
    }

    private Yaml.Mapping mapping(YAMLParser parser, int line) throws IOException {
        Map<String, Yaml> entries = new LinkedHashMap<>();
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            String key = parser.currentName();
            int keyLine = line(parser);
            parser.nextToken();
            if (entries.put(key, value(parser)) != null) {
                problems.add(where(keyLine), Masks.name(key), "is given twice");
            }
        }
        return new Yaml.Mapping(entries, line);
    }

    private Yaml.Sequence sequence(YAMLParser parser, int line) throws IOException {
        List<Yaml> items = new ArrayList<>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
            items.add(value(parser));
        }
        return new Yaml.Sequence(items, line);
    }

    private static int line(JsonParser parser) {
        return parser.currentTokenLocation().getLineNr();
    }
}
