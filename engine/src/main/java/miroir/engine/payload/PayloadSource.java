package miroir.engine.payload;

import java.io.InputStream;
import org.jspecify.annotations.Nullable;

/** A request body with what the request says about it; {@code maxBytes} bounds the decoded size. */
public record PayloadSource(
        InputStream body,
        @Nullable String contentType,
        @Nullable String contentEncoding,
        @Nullable String csvDelimiter,
        long maxBytes) {}
