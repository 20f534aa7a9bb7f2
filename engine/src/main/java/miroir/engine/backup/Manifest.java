package miroir.engine.backup;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import miroir.engine.store.StoredCopy;

/**
 * What a backup says of itself; its last entry.
 *
 * @param miroir version of the Miroir that made it
 * @param schema version of the tables in it
 * @param createdAt when its making began, ISO-8601 UTC
 * @param nextTaskUid the first task uid that it does not know
 * @param unfinishedTasks that are continued after it was put back
 * @param entries the other files in it, in their order
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record Manifest(
        String miroir,
        String schema,
        String clusterId,
        String createdAt,
        long topologyVersion,
        long nextTaskUid,
        long unfinishedTasks,
        List<Entry> entries) {
    public Manifest {
        entries = List.copyOf(Objects.requireNonNullElse(entries, List.of()));
    }

    /** Its name in the archive. */
    static final String NAME = "manifest.json";

    private static final JsonMapper JSON = JsonMapper.builder().build();

    /**
     * One file.
     *
     * @param sha256 of its bytes, in hexadecimal
     */
    public record Entry(String name, long bytes, String sha256) {
        public Entry {
            name = Objects.requireNonNullElse(name, "");
            sha256 = Objects.requireNonNullElse(sha256, "");
        }
    }

    static Manifest of(StoredCopy copy, String miroir, String createdAt, List<Entry> entries) {
        return new Manifest(
                miroir,
                copy.schema(),
                copy.clusterId(),
                createdAt,
                copy.topologyVersion(),
                copy.nextTaskUid(),
                copy.unfinishedTasks(),
                entries);
    }

    /** As it stands in the archive. */
    public String toJson() throws IOException {
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this);
    }

    static Manifest fromJson(byte[] json) throws IOException {
        return JSON.readValue(json, Manifest.class);
    }
}
