package miroir.engine.volume;

import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One request that makes one task in a volume, whatever the volume is called when it is sent.
 *
 * @param route below the volume's path, encoded, with query; null: the request makes the volume
 * @param contentType media type of the body; null when there is none
 * @param body made when it is sent, off the loop thread
 * @param tolerates the error code with which the node's task may fail, because the call was made before; null: none
 */
public record VolumeWrite(
        String method,
        @Nullable String route,
        @Nullable String contentType,
        Body body,
        @Nullable String tolerates) {

    /** No body. */
    public static final Body NONE = name -> null;

    /** Makes a body for the volume of that name. */
    @FunctionalInterface
    public interface Body {
        /** The bytes; null: none. Blocks. */
        byte @Nullable [] of(String name);

        /** How many bytes it is about to make at most; 0: few. */
        default long size() {
            return 0;
        }
    }

    /** A body for any name that may be large. */
    public static Body large(long size, Supplier<byte[]> body) {
        return new Body() {
            @Override
            public byte[] of(String name) {
                return body.get();
            }

            @Override
            public long size() {
                return size;
            }
        };
    }

    /** With a JSON body that is the same for any name. */
    public static VolumeWrite json(String method, String route, String json, @Nullable String tolerates) {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        return new VolumeWrite(method, route, "application/json", name -> body, tolerates);
    }

    /** Deletes the volume, if it is there. */
    public static VolumeWrite deletion() {
        return new VolumeWrite("DELETE", "", null, NONE, "index_not_found");
    }

    /** Its path for the volume of that name. */
    public String path(String name) {
        return route == null ? "/indexes" : "/indexes/" + name + route;
    }
}
