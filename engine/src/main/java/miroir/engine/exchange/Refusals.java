package miroir.engine.exchange;

import java.nio.ByteBuffer;
import miroir.engine.error.ApiError;
import miroir.engine.error.ErrorCode;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;
import org.jspecify.annotations.Nullable;

/** What the server refuses before anything of ours sees it, in Meilisearch's shape. */
final class Refusals extends ErrorHandler {
    @Override
    public boolean errorPageForMethod(String method) {
        return true;
    }

    @Override
    protected void generateResponse(
            Request request,
            Response response,
            int code,
            @Nullable String message,
            @Nullable Throwable cause,
            Callback callback) {
        ErrorCode known = code == 408
                ? ErrorCode.CLIENT_TOO_SLOW
                : code == 503 ? ErrorCode.MIROIR_UNAVAILABLE : code >= 500 ? ErrorCode.INTERNAL : ErrorCode.BAD_REQUEST;
        String said = known == ErrorCode.INTERNAL || message == null
                ? "The server could not answer this request."
                : "The request could not be read: " + message;
        response.getHeaders().put(HttpHeader.CONNECTION, "close"); // where its next request begins is not certain
        write(response, new ApiError(known, said), callback);
    }

    private static void write(Response response, ApiError error, Callback callback) {
        response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
        response.write(true, ByteBuffer.wrap(error.json()), callback);
    }

    /** Writes an error to an answer that takes it at once. */
    static void write(Response response, ApiError error, int status) {
        response.setStatus(status);
        write(response, error, Callback.NOOP);
    }
}
