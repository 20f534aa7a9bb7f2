package miroir.engine.write;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Supplier;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.payload.Spool;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Requests that are too long to wait in memory and in a task's row: long lists of ids, filters and settings lie in the
 * payload folder, as documents do. Blocks: no method is for the loop thread.
 */
public final class SpooledRequests {
    private static final Logger LOG = LoggerFactory.getLogger(SpooledRequests.class);
    /** Characters that a task's row may hold. */
    private static final int LONGEST = 16 << 10;

    private final Path payloads;

    public SpooledRequests(Path payloads) {
        this.payloads = payloads;
    }

    /**
     * The request as it is kept with its task: itself, or what tells where it lies.
     *
     * @param name of a new file
     */
    public TaskRequest kept(TaskRequest request, Supplier<String> name) {
        String kind = TaskRequest.Spooled.kind(request);
        String json = kind == null ? "" : request.toJson();
        if (kind == null || json.length() <= LONGEST) {
            return request;
        }
        String file = name.get();
        try {
            return new TaskRequest.Spooled(
                    kind, file, Spool.write(payloads.resolve(file), json.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The request as the client made it. */
    TaskRequest read(TaskRequest.Spooled spooled) {
        try {
            return TaskRequest.fromJson(Files.readString(whole(spooled)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The ids of a deletion, left where they are. */
    DeletedIds ids(TaskRequest.Spooled spooled) {
        return DeletedIds.in(whole(spooled));
    }

    private Path whole(TaskRequest.Spooled spooled) {
        Path file = payloads.resolve(spooled.payload());
        try {
            Optional<String> damage = spooled.seal().damage(file);
            if (damage.isPresent()) {
                LOG.error("payload {} is damaged: {}", file, damage.get());
                throw new ApiException(
                        ErrorCode.INTERNAL,
                        "The payload that Miroir kept for the task is damaged and not applied: " + damage.get() + ".");
            }
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
