package miroir.engine.state;

import miroir.engine.error.ApiError;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;

/**
 * Why nothing is served from the state, nor taken into it.
 *
 * @param reason what was seen; names nodes
 */
public record Withheld(Kind kind, String reason) {

    /** What is the matter with the state, and the ways out. */
    public enum Kind {
        /** Its nodes have seen a newer one. */
        OUTDATED(
                ErrorCode.MIROIR_STATE_OUTDATED,
                "Miroir's state is older than what its nodes have seen, so nothing is served."
                        + " Stop Miroir and put its newest state back, or rebuild it from the nodes:"
                        + " java -jar miroir.jar adopt --config miroir.yml"),
        /** Another process was started on the same one: it works on a copy, or this one was put back. */
        SHARED(
                ErrorCode.MIROIR_STATE_OUTDATED,
                "Another Miroir was started on this state or on a copy of it, so this one serves nothing. If it still runs,"
                        + " stop the one that is not to go on; is that the other one, start this one again. If the state"
                        + " was put back, or is outdated after that, put the newest one back, or rebuild it from the"
                        + " nodes: java -jar miroir.jar adopt --config miroir.yml"),
        /** It is new and empty, and its nodes hold what belongs to another one. */
        ELSEWHERE(
                ErrorCode.MIROIR_STATE_OUTDATED,
                "Miroir's state is new and empty, and the nodes belong to another one, so nothing is served. Stop Miroir."
                        + " If its data folder is somewhere else, name it with --data. If it is lost, put a backup back:"
                        + " java -jar miroir.jar restore FILE --config miroir.yml, or rebuild the state from the nodes:"
                        + " java -jar miroir.jar adopt --config miroir.yml. If other nodes are meant, correct their"
                        + " addresses in miroir.yml and start on an empty data folder."),
        /** It was restored, and a node that was not asked yet may have seen a newer one. */
        RESTORED(
                ErrorCode.MIROIR_UNAVAILABLE,
                "Miroir's state was restored from a backup, and nothing is served before each of its nodes was asked"
                        + " whether it has seen a newer one. Bring the nodes back that do not answer. To go on without one"
                        + " that is lost for good, stop Miroir and rebuild its state from the others:"
                        + " java -jar miroir.jar adopt --config miroir.yml --without NODE"),
        /** No node has said yet whether it has seen a newer one. */
        UNCONFIRMED(
                ErrorCode.MIROIR_UNAVAILABLE,
                "None of Miroir's own nodes has answered since it was started, so it is not known whether its state is the"
                        + " newest one; until then nothing is served and no write is taken."),
        /** It is new and empty, and no node has said yet whether it is new, too. */
        UNHEARD(
                ErrorCode.MIROIR_UNAVAILABLE,
                "Miroir's state is new and empty, and none of its nodes has answered yet.");

        private final ErrorCode code;
        private final String wayOut;

        Kind(ErrorCode code, String wayOut) {
            this.code = code;
            this.wayOut = wayOut;
        }

        /** Whether only another state, or another start, leads out of it. */
        public boolean lasts() {
            return code == ErrorCode.MIROIR_STATE_OUTDATED;
        }
    }

    /** The way out, for those who may not know what the nodes are called. */
    public ApiError wayOut() {
        return new ApiError(kind.code, kind.wayOut);
    }

    /** For people, with what was seen. */
    public String sentence() {
        return kind.wayOut + " (" + reason + ")";
    }

    /** What clients are answered. */
    public ApiException refusal() {
        return new ApiException(kind.code, sentence());
    }

    /** Whether an operator may act: only a mistake in the topology can be in the way. */
    public boolean maySteer() {
        return kind == Kind.UNHEARD || kind == Kind.UNCONFIRMED;
    }
}
