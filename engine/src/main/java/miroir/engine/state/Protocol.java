package miroir.engine.state;

import java.util.Set;

/**
 * How the engine keeps copies equal.
 *
 * @param without the rules that are left out: none, but in tests
 * @param few ids that may be left to copy when writes are held
 */
public record Protocol(Set<Safeguard> without, int few) {
    /** All of it. */
    public static final Protocol WHOLE = new Protocol(Set.of(), 200);

    /** Whether the rule is kept. */
    public boolean keeps(Safeguard rule) {
        return !without.contains(rule);
    }
}
