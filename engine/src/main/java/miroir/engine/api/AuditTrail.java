package miroir.engine.api;

import miroir.engine.api.Operator.Actor;

/** Where acts are remembered that are no orders, such as sign-ins. */
public interface AuditTrail {
    /**
     * Remembers an act; waits for nothing, and may be called on any thread.
     *
     * @param what it was, in a word or two
     * @param target whom or what it was about
     * @param after what came of it
     */
    void note(Actor actor, String what, String target, String after);
}
