package miroir.engine.request;

import java.net.URI;
import java.util.List;
import miroir.engine.api.NodeEdit;
import miroir.engine.error.ApiException;
import miroir.engine.error.BodyValue;
import miroir.engine.error.ErrorCode;
import org.jspecify.annotations.Nullable;

/** The body that says where a node is now, or which key it wants: {@code {"address": "…", "key": "…", "force": false}}. */
public final class NodeEditRequest {
    private static final List<String> NAMES = List.of("address", "key", "force");

    private @Nullable URI address;
    private @Nullable String key;
    private boolean force;

    private NodeEditRequest() {}

    /** Reads it; throws {@link ApiException} in Meilisearch's shape. */
    public static NodeEdit parse(String node, byte[] body) {
        NodeEditRequest read = new NodeEditRequest();
        BodyValue.parse(body, ErrorCode.BAD_REQUEST).members(NAMES, read::read);
        if (read.address == null && read.key == null) {
            throw new ApiException(ErrorCode.BAD_REQUEST, "At least one of `address` and `key` is needed.");
        }
        return new NodeEdit(node, read.address, read.key, read.force);
    }

    private void read(String name, BodyValue value) {
        switch (name) {
            case "address" -> address = NodeMembers.address(value);
            case "key" -> key = NodeMembers.key(value);
            default -> force = value.flag();
        }
    }
}
