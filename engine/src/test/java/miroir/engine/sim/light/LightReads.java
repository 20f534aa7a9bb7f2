package miroir.engine.sim.light;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import miroir.embedded.EmbeddedRequest;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.FilterException;
import miroir.embedded.index.DocumentId;
import miroir.embedded.json.Json;
import miroir.embedded.search.Selection;
import miroir.embedded.task.Task;
import org.jspecify.annotations.Nullable;

/** Calls that change nothing, but for searches. */
final class LightReads {
    private static final byte[] NO_VECTORS = ",\"_vectors\":{}}".getBytes(UTF_8);

    private final LightTasks tasks;
    private final LightIndexes indexes;

    LightReads(LightTasks tasks, LightIndexes indexes) {
        this.tasks = tasks;
        this.indexes = indexes;
    }

    LightIndex index(String uid) {
        return indexes.index(uid);
    }

    String stats() {
        long size = 0;
        Instant last = null;
        for (LightIndex index : indexes.byUid.values()) {
            size += index.bytes();
            last = last == null || index.updatedAt.isAfter(last) ? index.updatedAt : last;
        }
        String each = indexes.byUid.entrySet().stream()
                .map(e -> '"' + e.getKey() + "\":" + e.getValue().statsJson())
                .collect(Collectors.joining(","));
        return "{\"databaseSize\":" + size + ",\"usedDatabaseSize\":" + size + ",\"lastUpdate\":"
                + Json.text(Task.time(last)) + ",\"indexes\":{" + each + "}}";
    }

    byte[] task(String uid) {
        LightNode.require(uid.matches("[0-9]{1,9}"), "the task", uid);
        LightTask task = tasks.task(Integer.parseInt(uid));
        if (task == null) {
            throw new ApiException("task_not_found", "Task `" + uid + "` not found.");
        }
        return task.json();
    }

    byte[] tasks(EmbeddedRequest request) {
        List<String> uids = words(request, "uids");
        return tasks.list(new LightTasks.Query(
                number(request, "limit", 20),
                number(request, "from", -1),
                "true".equals(parameter(request, "reverse")),
                uids == null ? null : uids.stream().map(Integer::valueOf).toList(),
                words(request, "statuses"),
                words(request, "indexUids")));
    }

    String indexes(EmbeddedRequest request) {
        int offset = number(request, "offset", 0);
        int limit = number(request, "limit", 20);
        String page = indexes.byUid.entrySet().stream()
                .skip(offset)
                .limit(limit)
                .map(e -> e.getValue().json(e.getKey()))
                .collect(Collectors.joining(","));
        return "{\"results\":[" + page + "],\"offset\":" + offset + ",\"limit\":" + limit + ",\"total\":"
                + indexes.byUid.size() + "}";
    }

    private static @Nullable String parameter(EmbeddedRequest request, String name) {
        return LightNode.parameter(
                request, name, "limit", "offset", "from", "reverse", "uids", "statuses", "indexUids");
    }

    private static int number(EmbeddedRequest request, String name, int standard) {
        String value = parameter(request, name);
        return value == null ? standard : Integer.parseInt(value);
    }

    private static @Nullable List<String> words(EmbeddedRequest request, String name) {
        String value = parameter(request, name);
        return value == null ? null : Arrays.asList(value.split(",", -1));
    }

    byte[] document(String uid, String id, EmbeddedRequest request) {
        LightNode.require(request.query().isEmpty(), "the parameters of", request.path());
        LightDocument document = index(uid).documents.get(DocumentId.of(id));
        if (document == null) {
            throw new ApiException("document_not_found", "Document `" + id + "` not found.");
        }
        return document.json();
    }

    byte[] list(String uid, EmbeddedRequest request) {
        List<LightDocument> all = List.copyOf(index(uid).documents.values());
        return page(all, new Page(number(request, "offset", 0), number(request, "limit", 20), null, false));
    }

    byte[] fetch(String uid, EmbeddedRequest request) {
        Map<String, @Nullable Object> body =
                LightNode.body(request, "offset", "limit", "fields", "ids", "filter", "retrieveVectors");
        Object fields = body.get("fields");
        Page page = new Page(
                LightNode.number(body, "offset", 0),
                LightNode.number(body, "limit", 20),
                fields == null ? null : Json.asStrings(fields),
                Boolean.TRUE.equals(body.get("retrieveVectors")));
        return page(found(uid, body), page);
    }

    private List<LightDocument> found(String uid, Map<String, @Nullable Object> body) {
        var index = index(uid);
        List<LightDocument> found;
        try {
            found = index.matching(LightFilter.of(body.get("filter")), false);
        } catch (FilterException e) {
            throw new ApiException("invalid_document_filter", e.text());
        }
        Set<DocumentId> ids = ids(body.get("ids"));
        return ids == null
                ? found
                : found.stream().filter(document -> ids.contains(document.id())).toList();
    }

    private static @Nullable Set<DocumentId> ids(@Nullable Object value) {
        if (value == null) {
            return null;
        }
        Set<DocumentId> ids = new HashSet<>();
        for (Object id : (List<?>) value) {
            DocumentId parsed = DocumentId.parse(id);
            if (parsed == null) {
                throw LightNode.unknown("the id", id);
            }
            ids.add(parsed);
        }
        return ids;
    }

    /**
     * The part of a list that is wanted.
     *
     * @param fields null: all
     * @param vectors whether each document has some, even if none
     */
    private record Page(int offset, int limit, @Nullable List<String> fields, boolean vectors) {
        byte[] json(LightDocument document) {
            byte[] json = fields == null ? document.json() : Json.bytes(Selection.pick(document.tree(), fields));
            if (!vectors) {
                return json;
            }
            byte[] all = Arrays.copyOf(json, json.length - 1 + NO_VECTORS.length);
            System.arraycopy(NO_VECTORS, 0, all, json.length - 1, NO_VECTORS.length);
            return all;
        }
    }

    private static byte[] page(List<LightDocument> found, Page page) {
        boolean known = page.fields == null || !(page.vectors || page.fields.contains("*"));
        LightNode.require(known, "the fields", page.fields);
        ByteArrayOutputStream out = new ByteArrayOutputStream(256);
        out.writeBytes("{\"results\":[".getBytes(UTF_8));
        int end = (int) Math.min(found.size(), (long) page.offset + page.limit);
        for (int i = page.offset; i < end; i++) {
            if (i > page.offset) {
                out.write(',');
            }
            out.writeBytes(page.json(found.get(i)));
        }
        String rest = "],\"offset\":" + page.offset + ",\"limit\":" + page.limit + ",\"total\":" + found.size() + "}";
        out.writeBytes(rest.getBytes(UTF_8));
        return out.toByteArray();
    }
}
