package miroir.engine.state;

import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/** What is said of a state that is older than what the nodes have seen. */
public final class Outdated {
    private Outdated() {}

    /** The way out, for those who may not know what the nodes are called. */
    public static final String WAY_OUT = "Miroir's state is older than what its nodes have seen, so nothing is served."
            + " Stop Miroir and put its newest state back, or rebuild it from the nodes:"
            + " java -jar miroir.jar adopt --config miroir.yml";

    /** For people, with what was seen. */
    public static String sentence(String reason) {
        return WAY_OUT + " (" + reason + ")";
    }

    /** What clients are answered. */
    public static ApiException refusal(String reason) {
        return new ApiException(ErrorCode.MIROIR_STATE_OUTDATED, sentence(reason));
    }
}
