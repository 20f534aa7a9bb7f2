package miroir.engine.write;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.List;
import miroir.engine.payload.Seal;
import org.jspecify.annotations.Nullable;

/** What a task has to do; stored with the task so that a restarted Miroir can go on. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
    @JsonSubTypes.Type(value = TaskRequest.WriteDocuments.class, name = "writeDocuments"),
    @JsonSubTypes.Type(value = TaskRequest.DeleteDocuments.class, name = "deleteDocuments"),
    @JsonSubTypes.Type(value = TaskRequest.DeleteByFilter.class, name = "deleteByFilter"),
    @JsonSubTypes.Type(value = TaskRequest.ClearDocuments.class, name = "clearDocuments"),
    @JsonSubTypes.Type(value = TaskRequest.UpdateSettings.class, name = "updateSettings"),
    @JsonSubTypes.Type(value = TaskRequest.CreateIndex.class, name = "createIndex"),
    @JsonSubTypes.Type(value = TaskRequest.UpdateIndex.class, name = "updateIndex"),
    @JsonSubTypes.Type(value = TaskRequest.DeleteIndex.class, name = "deleteIndex"),
    @JsonSubTypes.Type(value = TaskRequest.Spooled.class, name = "spooled"),
})
public sealed interface TaskRequest {
    /** The mapper of the stored form. */
    JsonMapper JSON = JsonMapper.builder().build();

    /**
     * Adds, replaces or updates documents.
     *
     * @param method POST replaces, PUT updates
     * @param payload name of the accepted NDJSON file in the payload folder
     * @param received documents in it
     * @param primaryKey as the client gave it; null: the index's or inferred
     * @param seal of the payload; null: it was accepted by a Miroir that made none
     */
    record WriteDocuments(
            String method,
            String payload,
            long received,
            @Nullable String primaryKey,
            boolean skipCreation,
            @Nullable Seal seal)
            implements TaskRequest {}

    /** Deletes documents by id. */
    record DeleteDocuments(List<String> ids) implements TaskRequest {}

    /** Deletes what a filter selects; the filter as JSON text. */
    record DeleteByFilter(String filter) implements TaskRequest {}

    /** Deletes all documents. */
    record ClearDocuments() implements TaskRequest {}

    /** Changes settings; the patch as JSON text, null: resets all. */
    record UpdateSettings(@Nullable String patch) implements TaskRequest {}

    /** Creates an index; nulls: the defaults. */
    record CreateIndex(
            @Nullable String primaryKey,
            @Nullable Integer shards,
            @Nullable Integer replicationFactor,
            @Nullable String placement)
            implements TaskRequest {}

    /** Sets the primary key or the name of an index; nulls: unchanged. */
    record UpdateIndex(
            @Nullable String primaryKey, @Nullable String newUid) implements TaskRequest {}

    /** Deletes an index. */
    record DeleteIndex() implements TaskRequest {}

    /**
     * One of the others that is too long for a task's row: its stored form, or of a list of ids a JSON array, is in a file.
     *
     * @param kind which of them
     * @param payload name of the file in the payload folder
     */
    record Spooled(String kind, String payload, Seal seal) implements TaskRequest {
        private static final String IDS = "deleteDocuments";
        private static final String FILTER = "deleteByFilter";

        /** Deletes the documents whose ids that file has. */
        public static Spooled ids(String payload, Seal seal) {
            return new Spooled(IDS, payload, seal);
        }

        /** What a request is called that may become long; null: it is never spooled. */
        static @Nullable String kind(TaskRequest request) {
            return request instanceof DeleteDocuments
                    ? IDS
                    : request instanceof DeleteByFilter
                            ? FILTER
                            : request instanceof UpdateSettings ? "updateSettings" : null;
        }

        /** Whether it deletes documents by id. */
        boolean deletesIds() {
            return kind.equals(IDS);
        }

        /** Whether it deletes what a filter selects. */
        boolean deletesByFilter() {
            return kind.equals(FILTER);
        }
    }

    /** Name of the file in the payload folder that belongs to it; null: none. */
    default @Nullable String payload() {
        return null;
    }

    /** The seal of that file; null: there is no file, or it was accepted by a Miroir that made none. */
    default @Nullable Seal seal() {
        return null;
    }

    /** The bytes of that file, as far as they are known. */
    default long payloadBytes() {
        Seal seal = seal();
        return seal == null ? 0 : seal.bytes();
    }

    /** The stored form. */
    default String toJson() {
        try {
            return JSON.writerFor(TaskRequest.class).writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Reads the stored form. */
    static TaskRequest fromJson(String json) {
        try {
            return JSON.readValue(json, TaskRequest.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a stored task request cannot be read: " + json, e);
        }
    }
}
