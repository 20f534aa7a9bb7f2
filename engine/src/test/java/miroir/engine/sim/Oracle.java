package miroir.engine.sim;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
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
    private static final String BAD_PLACE = "invalid_document_geo_field";
    private static final String KEYED = "index_primary_key_already_exists";

    private final Map<String, Model> indexes = new TreeMap<>();
    private final Simulation world;
    private final boolean failuresAllowed;

    /** One index: what each document may be. */
    static final class Model {
        final Map<String, Set<String>> documents = new TreeMap<>();
        boolean filterable;
        /** Whether documents must have real places. */
        boolean places;
        /** Whether a document ever had a bad place. */
        boolean misplaced;
        /** The primary key; null: none yet. */
        @Nullable
        String key;

        boolean settingsCertain = true;

        Set<String> of(String id) {
            return documents.getOrDefault(id, Set.of(ABSENT));
        }

        private boolean mayBe(Predicate<String> kind) {
            return documents.values().stream().anyMatch(each -> each.stream().anyMatch(kind));
        }

        private boolean mustBe(Predicate<String> kind) {
            return documents.values().stream().anyMatch(each -> each.stream().allMatch(kind));
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
        if (task.finishedAt() == null && task.startedAt() == null) {
            return; // it waits, and nothing was done of it
        }
        String uid = String.valueOf(task.indexUid());
        TaskRequest request = world.request(task);
        boolean succeeded = task.status().equals(TaskStatus.SUCCEEDED);
        String expected = refusal(uid, request);
        if (expected == null && !succeeded) {
            String possible = possibleRefusal(uid, request);
            expected = possible != null && String.valueOf(task.error()).contains(possible) ? possible : null;
        }
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
        apply(uid, task, request, succeeded);
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
            return refusal(model, world.payloadText(write.payload()));
        }
        if (request instanceof TaskRequest.UpdateSettings settings
                && settings.patch() != null
                && settings.patch().contains("twoTypos")) {
            return "invalid_settings_typo_tolerance";
        }
        if (request instanceof TaskRequest.UpdateSettings settings && (settings.patch() != null || model != null)) {
            // settings do not wait for the documents of a shard that is lost
            return model != null && model.mustBe(Oracle::isMisplaced) && !failuresAllowed ? BAD_PLACE : null;
        }
        if (model == null) {
            return "index_not_found";
        }
        if (request instanceof TaskRequest.DeleteByFilter && !model.filterable) {
            return "invalid_document_filter";
        }
        if (changesKey(model, request) && model.mustBe(Oracle::isThere)) {
            return KEYED;
        }
        boolean taken = request instanceof TaskRequest.UpdateIndex update
                && update.newUid() != null
                && indexes.containsKey(update.newUid());
        return taken ? "index_already_exists" : null;
    }

    private static @Nullable String refusal(@Nullable Model model, String payload) {
        if (payload.contains("bad id")) {
            return model != null && "alt".equals(model.key) ? "missing_document_id" : "invalid_document_id";
        }
        boolean keyless = model != null && "alt".equals(model.key) && !payload.contains("\"alt\"");
        boolean misplaced = model != null && model.places && isMisplaced(payload);
        return keyless ? "missing_document_id" : misplaced ? BAD_PLACE : null;
    }

    /** What a task may fail with, depending on what became of others that failed. */
    private @Nullable String possibleRefusal(String uid, TaskRequest request) {
        Model model = indexes.get(uid);
        if (model != null && changesKey(model, request) && model.mayBe(Oracle::isThere)) {
            return KEYED;
        }
        boolean checks = request instanceof TaskRequest.UpdateSettings || request instanceof TaskRequest.WriteDocuments;
        // a document that a volume missed the deletion of still stands in the way there
        return model != null && checks && model.misplaced ? BAD_PLACE : null;
    }

    private static boolean changesKey(Model model, TaskRequest request) {
        return request instanceof TaskRequest.UpdateIndex update
                && update.primaryKey() != null
                && !update.primaryKey().equals(model.key);
    }

    private static boolean isThere(String document) {
        return !document.equals(ABSENT);
    }

    private static boolean isMisplaced(String documents) {
        return documents.contains("nowhere");
    }

    /** A first key may stay when the task failed, where nodes took it. */
    private void rekey(Model model, @Nullable String key, StoredTask task, boolean certain) {
        boolean stays = certain || (model.key == null && world.keyAfter(task).equals(Optional.ofNullable(key)));
        model.key = stays && key != null ? key : model.key;
    }

    private void apply(String uid, StoredTask task, TaskRequest request, boolean certain) {
        if (request instanceof TaskRequest.DeleteIndex) {
            indexes.remove(uid);
            return;
        }
        Model model = indexes.computeIfAbsent(uid, u -> new Model());
        if (request instanceof TaskRequest.UpdateIndex update) {
            if (update.newUid() != null && task.finishedAt() != null) {
                indexes.remove(uid);
                indexes.put(update.newUid(), model);
            }
            rekey(model, update.primaryKey(), task, certain);
        } else if (request instanceof TaskRequest.CreateIndex create) {
            rekey(model, create.primaryKey(), task, certain);
        } else if (request instanceof TaskRequest.WriteDocuments write) {
            rekey(model, model.key == null ? "id" : model.key, task, certain);
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
            model.places =
                    certain ? settings.patch() != null && settings.patch().contains("_geo") : model.places;
            model.settingsCertain &= certain;
        }
    }

    private static void write(Model model, String line, String method, boolean certain) {
        JsonNode document = read(line);
        model.misplaced |= isMisplaced(line);
        String key = model.key == null ? "id" : model.key;
        model.change(document.path(key).asText(), certain, old -> {
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
