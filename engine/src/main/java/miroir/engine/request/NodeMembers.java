package miroir.engine.request;

import java.net.URI;
import miroir.core.topology.AccessKey;
import miroir.core.topology.NodeAddress;
import miroir.engine.error.BodyValue;

/** What bodies say of a node that no message may repeat, whatever it is: an address may hold a password. */
final class NodeMembers {
    private NodeMembers() {}

    static URI address(BodyValue value) {
        try {
            return NodeAddress.parse(text(value));
        } catch (IllegalArgumentException e) {
            throw value.unexpected(String.valueOf(e.getMessage()));
        }
    }

    static String key(BodyValue value) {
        String key = text(value);
        AccessKey.problem(key).ifPresent(problem -> {
            throw value.unexpected(problem);
        });
        return key;
    }

    /** Not {@link BodyValue#text()}, whose refusal shows what was given. */
    private static String text(BodyValue value) {
        if (!value.node().isTextual()) {
            throw value.unexpected("must be a string");
        }
        return value.node().textValue();
    }
}
