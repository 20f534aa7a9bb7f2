package miroir.engine.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import miroir.core.task.TaskStatus;
import miroir.engine.store.StoredTask;
import miroir.engine.write.TaskRequest;
import org.jspecify.annotations.Nullable;

/**
 * Replays tasks one after the other, as one plain node would. A task that failed through no fault of its own may have
 * left its documents as they were or not; until they are written again, both are allowed.
 */
final class Oracle {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String ABSENT = "";

    private final Map<String, Model> indexes = new TreeMap<>();
    private final Simulation world;
    private final boolean failuresAllowed;

    /** One index: what each document may be. */
    static final class Model {
        final Map<String, Set<String>> documents = new TreeMap<>();
        boolean filterable;
        boolean settingsCertain = true;

        Set<String> of(String id) {
            return documents.getOrDefault(id, Set.of(ABSENT));
        }

        void change(String id, boolean certain, UnaryOperator<String> change) {
            Set<String> next = new TreeSet<>();
            for (String value : of(id)) {
                next.add(change.apply(value));
                if (!certain) {
                    next.add(value);
                }
            }
            documents.put(id, next);
        }
    }

    Oracle(Simulation world, boolean failuresAllowed) {
        this.world = world;
        this.failuresAllowed = failuresAllowed;
    }

    Map<String, Model> replay() {
        world.tasks().forEach(this::replay);
        return indexes;
    }

    private void replay(StoredTask task) {
        String uid = String.valueOf(task.indexUid());
        TaskRequest request = world.request(task);
        String expected = refusal(uid, request);
        boolean succeeded = task.status().equals(TaskStatus.SUCCEEDED);
        if (expected != null) {
            // losing a shard for good is told before what is wrong with the request itself
            boolean told = !succeeded
                    && (failuresAllowed || String.valueOf(task.error()).contains(expected));
            check(told, task, "should fail with " + expected);
            if (makesIndex(request)) {
                indexes.computeIfAbsent(uid, u -> new Model());
            }
            return;
        }
        check(succeeded || failuresAllowed, task, "should succeed");
        apply(uid, request, succeeded);
    }

    private static boolean makesIndex(TaskRequest request) {
        return request instanceof TaskRequest.WriteDocuments
                || request instanceof TaskRequest.CreateIndex
                || (request instanceof TaskRequest.UpdateSettings settings && settings.patch() != null);
    }

    private static void check(boolean ok, StoredTask task, String expectation) {
        if (!ok) {
            throw new AssertionError("task " + task.uid() + " " + expectation + ", but " + task);
        }
    }

    private @Nullable String refusal(String uid, TaskRequest request) {
        Model model = indexes.get(uid);
        if (request instanceof TaskRequest.CreateIndex) {
            return model == null ? null : "index_already_exists";
        }
        if (request instanceof TaskRequest.WriteDocuments write) {
            return world.payloadText(write.payload()).contains("bad id") ? "invalid_document_id" : null;
        }
        if (request instanceof TaskRequest.UpdateSettings settings && settings.patch() != null) {
            return settings.patch().contains("twoTypos") ? "invalid_settings_typo_tolerance" : null;
        }
        if (model == null) {
            return "index_not_found";
        }
        if (request instanceof TaskRequest.DeleteByFilter && !model.filterable) {
            return "invalid_document_filter";
        }
        boolean taken = request instanceof TaskRequest.UpdateIndex update && indexes.containsKey(update.newUid());
        return taken ? "index_already_exists" : null;
    }

    private void apply(String uid, TaskRequest request, boolean certain) {
        if (request instanceof TaskRequest.DeleteIndex) {
            indexes.remove(uid);
            return;
        }
        if (request instanceof TaskRequest.UpdateIndex update) {
            Model model = indexes.remove(uid);
            if (model != null) {
                indexes.put(String.valueOf(update.newUid()), model);
            }
            return;
        }
        Model model = indexes.computeIfAbsent(uid, u -> new Model());
        if (request instanceof TaskRequest.WriteDocuments write) {
            world.payloadText(write.payload()).lines().forEach(line -> write(model, line, write.method(), certain));
        } else if (request instanceof TaskRequest.DeleteDocuments delete) {
            delete.ids().forEach(id -> model.change(id, certain, old -> ABSENT));
        } else if (request instanceof TaskRequest.DeleteByFilter) {
            Set<String> ids = new TreeSet<>(model.documents.keySet());
            ids.forEach(id -> model.change(id, certain, old -> old.contains("\"c\":1") ? ABSENT : old));
        } else if (request instanceof TaskRequest.ClearDocuments) {
            Set<String> ids = new TreeSet<>(model.documents.keySet());
            ids.forEach(id -> model.change(id, certain, old -> ABSENT));
        } else if (request instanceof TaskRequest.UpdateSettings settings) {
            model.filterable =
                    certain ? settings.patch() != null && settings.patch().contains("\"c\"") : model.filterable;
            model.settingsCertain &= certain;
        }
    }

    private static void write(Model model, String line, String method, boolean certain) {
        JsonNode document = read(line);
        model.change(document.path("id").asText(), certain, old -> {
            if (method.equals("POST") || old.equals(ABSENT)) {
                return canonical(document);
            }
            var merged = (com.fasterxml.jackson.databind.node.ObjectNode) read(old);
            document.properties().forEach(field -> merged.set(field.getKey(), field.getValue()));
            return canonical(merged);
        });
    }

    static JsonNode read(String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The same document with its fields in one order. */
    static String canonical(JsonNode document) {
        Map<String, JsonNode> fields = new TreeMap<>();
        document.properties().forEach(field -> fields.put(field.getKey(), field.getValue()));
        StringBuilder text = new StringBuilder("{");
        fields.forEach((name, value) -> text.append(text.length() == 1 ? "\"" : ",\"")
                .append(name)
                .append("\":")
                .append(value));
        return text.append('}').toString();
    }
}
