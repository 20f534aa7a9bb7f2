package miroir.embedded.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Predicate;
import miroir.embedded.error.ApiException;
import miroir.embedded.filter.FilterCheck;
import miroir.embedded.filter.FilterException;
import miroir.embedded.filter.FilterParser;
import miroir.embedded.index.Document;
import miroir.embedded.index.DocumentId;
import miroir.embedded.index.FieldNames;
import miroir.embedded.index.Index;
import miroir.embedded.index.IndexView;
import miroir.embedded.index.Settings;
import miroir.embedded.json.Json;
import miroir.embedded.task.Details;
import miroir.embedded.task.NewTask;
import miroir.embedded.task.Outcome;
import miroir.embedded.task.Rename;
import miroir.embedded.task.Task;
import miroir.embedded.task.Work;
import org.jspecify.annotations.Nullable;

/** The indexes of a node, and the tasks that change them. */
public final class Engine implements Work {

    private final int maxFields;
    private volatile NavigableMap<String, Index> indexes = Collections.emptyNavigableMap();

    /** No indexes yet. */
    public Engine(int maxFields) {
        this.maxFields = maxFields;
    }

    /** The indexes by uid, sorted. */
    public Map<String, Index> indexes() {
        return indexes;
    }

    /** The index with a uid. */
    public Index index(String uid) {
        Index index = indexes.get(uid);
        if (index == null) {
            throw ApiException.indexNotFound(uid);
        }
        return index;
    }

    /** Replaces the map, so that a reader sees an index under one name, also while it is renamed. */
    private void change(Consumer<Map<String, Index>> change) {
        NavigableMap<String, Index> next = new TreeMap<>(indexes);
        change.accept(next);
        indexes = Collections.unmodifiableNavigableMap(next);
    }

    @Override
    public Outcome run(Task task, Instant startedAt) {
        try {
            return dispatch(task, startedAt);
        } catch (ApiException e) {
            return Outcome.failed(task.request().details(), e);
        } catch (RuntimeException e) {
            return Outcome.failed(
                    task.request().details(),
                    new ApiException("internal", "An internal error has occurred. `" + e + "`."));
        }
    }

    private Outcome dispatch(Task task, Instant now) {
        NewTask request = task.request();
        Map<String, @Nullable Object> arguments = request.operation().arguments();
        return switch (request.operation().kind()) {
            case "documents" -> new Addition(uid(task), created(uid(task), now), arguments).run(task, now);
            case "deleteIds" -> deleteIds(task, now);
            case "deleteFilter" -> deleteFilter(task, now);
            case "clear" -> clear(task, now);
            case "settings" -> settings(task, now);
            case "createIndex" -> createIndex(task, now);
            case "updateIndex" -> updateIndex(task, now);
            case "deleteIndex" -> deleteIndex(task);
            default -> throw new IllegalStateException("unknown operation");
        };
    }

    private static String uid(Task task) {
        return Objects.requireNonNull(task.request().indexUid());
    }

    private Index created(String uid, Instant now) {
        Index known = indexes.get(uid);
        return known == null ? create(uid, null, now) : known;
    }

    private Index create(String uid, @Nullable String key, Instant now) {
        Index index = new Index(now, key, new FieldNames(maxFields));
        if (key != null) {
            index.names().addKey(key, uid);
        }
        change(all -> all.put(uid, index));
        return index;
    }

    private Outcome deleteIds(Task task, Instant now) {
        Index index = index(uid(task));
        List<DocumentId> ids = Json.asStrings(
                        task.request().operation().arguments().get("ids"))
                .stream()
                .map(DocumentId::of)
                .toList();
        return deleted(task, index, index.apply(List.of(), ids), now);
    }

    private Outcome deleteFilter(Task task, Instant now) {
        String uid = uid(task);
        Index index = index(uid);
        List<DocumentId> ids = new ArrayList<>();
        try (IndexView view = index.view()) {
            Predicate<Document> test = FilterCheck.compile(
                    FilterParser.parse(task.request().operation().arguments().get("filter")), view.settings(), false);
            for (Document document : view.documents()) {
                if (test.test(document)) {
                    ids.add(document.id());
                }
            }
        } catch (FilterException e) {
            throw new ApiException(e.code("invalid_document_filter"), "Index `" + uid + "`: " + e.text());
        }
        return deleted(task, index, index.apply(List.of(), ids), now);
    }

    private Outcome clear(Task task, Instant now) {
        Index index = index(uid(task));
        List<DocumentId> ids = index.documents().stream().map(Document::id).toList();
        return deleted(task, index, index.apply(List.of(), ids), now);
    }

    private static Outcome deleted(Task task, Index index, int count, Instant now) {
        index.touch(now);
        return Outcome.of(Details.with(task.request().details(), "deletedDocuments", count));
    }

    private Outcome settings(Task task, Instant now) {
        Map<String, @Nullable Object> arguments = task.request().operation().arguments();
        boolean delete = Boolean.TRUE.equals(arguments.get("delete"));
        Index index = delete ? index(uid(task)) : created(uid(task), now);
        GeoField.check(index.documents(), uid(task));
        Settings next = index.settings().with(Json.asObject(arguments.get("change")));
        index.setSettings(next);
        index.touch(now);
        return Outcome.of(task.request().details());
    }

    private Outcome createIndex(Task task, Instant now) {
        requireFree(uid(task));
        create(uid(task), (String) task.request().details().get("primaryKey"), now);
        return Outcome.of(task.request().details());
    }

    private void requireFree(String uid) {
        if (indexes.containsKey(uid)) {
            throw new ApiException("index_already_exists", "Index `" + uid + "` already exists.");
        }
    }

    /** Renames the index first: it keeps the new name when its primary key cannot be changed. */
    private Outcome updateIndex(Task task, Instant now) {
        String uid = uid(task);
        Index index = index(uid);
        Map<String, @Nullable Object> arguments = task.request().operation().arguments();
        String newUid = (String) arguments.get("newUid");
        Rename rename = newUid == null || newUid.equals(uid) ? null : rename(uid, newUid, index);
        String key = (String) arguments.get("primaryKey");
        try {
            if (key != null) {
                setPrimaryKey(rename == null ? uid : rename.to(), index, key);
            }
        } catch (ApiException e) {
            return new Outcome(task.request().details(), e, rename);
        }
        if (key != null || rename != null) {
            index.touch(now);
        }
        return new Outcome(task.request().details(), null, rename);
    }

    private Rename rename(String uid, String newUid, Index index) {
        requireFree(newUid);
        change(all -> {
            all.remove(uid);
            all.put(newUid, index);
        });
        return new Rename(uid, newUid);
    }

    private static void setPrimaryKey(String uid, Index index, String key) {
        if (index.size() == 0) {
            index.names().addKey(key, uid);
            index.setPrimaryKey(key);
        } else if (!key.equals(index.primaryKey())) {
            throw new ApiException(
                    "index_primary_key_already_exists",
                    "Index `" + uid + "`: Index already has a primary key: `" + index.primaryKey() + "`.");
        } else {
            GeoField.check(index.documents(), uid);
        }
    }

    private Outcome deleteIndex(Task task) {
        Index index = index(uid(task));
        change(all -> all.remove(uid(task)));
        int count = index.size();
        index.close();
        return Outcome.of(Details.with(task.request().details(), "deletedDocuments", count));
    }

    /** Frees all indexes. */
    public void close() {
        indexes.values().forEach(Index::close);
    }
}
