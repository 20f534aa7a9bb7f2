package miroir.embedded.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.zip.CRC32;
import miroir.embedded.json.Json;
import miroir.embedded.json.JsonNumber;
import org.jspecify.annotations.Nullable;

/**
 * The append-only file that holds every accepted task and the end of every run. It survives the death of the process; a
 * record that was cut by it is dropped.
 */
final class Journal implements AutoCloseable {

    private static final int HEADER = 16;

    private final FileChannel channel;

    /** Takes records at replay, in the order they were written. */
    interface Reader {
        void record(Map<String, @Nullable Object> head, byte[] payload);
    }

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    /**
     * Opens the file, gives all whole records to the reader and cuts off the rest. The file and its folder are made for
     * their owner alone.
     */
    static Journal open(Path file, Reader reader) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent(), mode(file, "rwx------"));
            FileChannel channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    mode(file, "rw-------"));
            long end = 0;
            for (long next = read(channel, end, reader); next > end; next = read(channel, end, reader)) {
                end = next;
            }
            channel.truncate(end);
            channel.position(end);
            return new Journal(channel);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FileAttribute<?>[] mode(Path file, String permissions) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    private static long read(FileChannel channel, long at, Reader reader) throws IOException {
        ByteBuffer header = fill(channel, at, HEADER);
        if (header == null) {
            return at;
        }
        int headLength = header.getInt();
        int payloadLength = header.getInt();
        long checksum = header.getLong();
        if (headLength < 0 || payloadLength < 0 || at + headLength + payloadLength > channel.size()) {
            return at;
        }
        ByteBuffer body = fill(channel, at + HEADER, headLength + payloadLength);
        if (body == null || checksum(body.duplicate()) != checksum) {
            return at;
        }
        byte[] head = new byte[headLength];
        byte[] payload = new byte[payloadLength];
        body.get(head).get(payload);
        reader.record(Json.asObject(Json.trusted(head)), payload);
        return at + HEADER + headLength + payloadLength;
    }

    private static @Nullable ByteBuffer fill(FileChannel channel, long at, int size) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(size);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, at + buffer.position()) < 0) {
                return null;
            }
        }
        return buffer.flip();
    }

    private static long checksum(ByteBuffer bytes) {
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }

    synchronized void append(Map<String, @Nullable Object> head, byte[] payload) {
        byte[] headBytes = Json.bytes(head);
        ByteBuffer buffer = ByteBuffer.allocate(HEADER + headBytes.length + payload.length);
        byte[] body = ByteBuffer.allocate(headBytes.length + payload.length)
                .put(headBytes)
                .put(payload)
                .array();
        buffer.putInt(headBytes.length)
                .putInt(payload.length)
                .putLong(checksum(ByteBuffer.wrap(body)))
                .put(body);
        buffer.flip();
        try {
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The record of an accepted task. */
    static Map<String, @Nullable Object> accepted(Task task) {
        NewTask request = task.request();
        return Json.object(
                "uid", task.uid(),
                "index", request.indexUid(),
                "type", request.type(),
                "details", request.details(),
                "meta", request.customMetadata(),
                "kind", request.operation().kind(),
                "arguments", request.operation().arguments(),
                "at", task.enqueuedAt().toString());
    }

    /** The task an accepted record is about. */
    static Task task(Map<String, @Nullable Object> head, byte[] payload) {
        Operation operation = new Operation(
                (String) Objects.requireNonNull(head.get("kind")), Json.asObject(head.get("arguments")), payload);
        NewTask request = new NewTask(
                (String) head.get("index"),
                (String) Objects.requireNonNull(head.get("type")),
                Json.asObject(head.get("details")),
                (String) head.get("meta"),
                operation);
        return Task.accepted(integer(head, "uid"), request, instant(head, "at"));
    }

    static int integer(Map<String, @Nullable Object> head, String name) {
        return Integer.parseInt(((JsonNumber) Objects.requireNonNull(head.get(name))).text());
    }

    static Instant instant(Map<String, @Nullable Object> head, String name) {
        return Instant.parse((String) Objects.requireNonNull(head.get(name)));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
