package miroir.embedded.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** An index: its documents and settings. One thread changes it, many read it. */
public final class Index {

    private static final int EAGER = 256;

    private final TreeMap<DocumentId, Document> documents = new TreeMap<>();
    private final Set<DocumentId> pending = new HashSet<>();
    private final List<Document> removed = new ArrayList<>();
    private final Instant createdAt;
    private final FieldNames names;
    private volatile Instant updatedAt;
    private volatile @Nullable String primaryKey;
    private volatile Settings settings = Settings.DEFAULT;
    private @Nullable Postings postings;
    private @Nullable IndexView view;
    private @Nullable Map<String, Integer> distribution;

    /** An empty index. */
    public Index(Instant createdAt, @Nullable String primaryKey, FieldNames names) {
        this.createdAt = createdAt;
        this.names = names;
        this.updatedAt = createdAt;
        this.primaryKey = primaryKey;
    }

    /** When it was created. */
    public Instant createdAt() {
        return createdAt;
    }

    /** When it last changed. */
    public Instant updatedAt() {
        return updatedAt;
    }

    /** Notes the time of a change. */
    public void touch(Instant now) {
        updatedAt = now;
    }

    /** The name of the field that identifies documents, or null while unknown. */
    public @Nullable String primaryKey() {
        return primaryKey;
    }

    /** Sets the primary key. */
    public void setPrimaryKey(@Nullable String name) {
        primaryKey = name;
    }

    /** The names of all fields that its documents ever had; only the thread that changes the index uses them. */
    public FieldNames names() {
        return names;
    }

    /** The settings in force. */
    public Settings settings() {
        return settings;
    }

    /** Puts new settings in force. */
    public synchronized void setSettings(Settings next) {
        settings = next;
    }

    /** Applies a batch: stores some documents and removes others, at once for readers. */
    public synchronized int apply(Collection<Document> added, Collection<DocumentId> deleted) {
        int count = 0;
        for (DocumentId id : deleted) {
            Document old = documents.remove(id);
            if (old != null) {
                count++;
                pending.remove(id);
                removed.add(old);
            }
        }
        for (Document document : added) {
            Document old = documents.put(document.id(), document);
            pending.add(document.id());
            if (old != null) {
                removed.add(old);
            }
        }
        distribution = null;
        return count;
    }

    /** Makes large changes searchable now, so that the next reader need not. */
    public void settle() {
        boolean large;
        synchronized (this) {
            large = pending.size() + removed.size() > EAGER;
        }
        if (large) {
            view().close();
        }
    }

    /** A document, or null. */
    public synchronized @Nullable Document document(DocumentId id) {
        return documents.get(id);
    }

    /** How many documents there are. */
    public synchronized int size() {
        return documents.size();
    }

    /** All documents by id. */
    public synchronized List<Document> documents() {
        return List.copyOf(documents.values());
    }

    /** The index as it is now; close it after use. */
    public synchronized IndexView view() {
        Postings current = postings;
        if (current == null || current.settings() != settings || current.slots() > 2 * documents.size() + 1000) {
            rebuild();
        } else if (view == null || !pending.isEmpty() || !removed.isEmpty()) {
            removed.forEach(current::remove);
            pending.forEach(id -> documents.computeIfPresent(id, (unused, document) -> current.add(document)));
            publish(current);
        }
        IndexView now = view;
        if (now == null || !now.acquire()) {
            throw new IllegalStateException("the index is closed");
        }
        return now;
    }

    private void rebuild() {
        release();
        Postings fresh = new Postings(settings);
        documents.replaceAll((id, document) -> fresh.add(document));
        postings = fresh;
        publish(fresh);
    }

    private void publish(Postings from) {
        pending.clear();
        removed.clear();
        IndexView old = view;
        view = from.view(documents.values().toArray(new Document[0]));
        if (old != null) {
            old.close();
        }
    }

    /** How many documents have each top-level field. */
    public synchronized Map<String, Integer> fieldDistribution() {
        Map<String, Integer> known = distribution;
        if (known == null) {
            known = new TreeMap<>();
            for (Document document : documents.values()) {
                for (String field : Json.fieldNames(document.json())) {
                    known.merge(field, 1, Integer::sum);
                }
            }
            distribution = known;
        }
        return known;
    }

    private void release() {
        if (view != null) {
            view.close();
            view = null;
        }
        if (postings != null) {
            postings.close();
            postings = null;
        }
    }

    /** Frees what searches need; the next view builds it again. */
    public synchronized void close() {
        release();
    }
}
