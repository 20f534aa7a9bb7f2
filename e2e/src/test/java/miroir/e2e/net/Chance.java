package miroir.e2e.net;

import org.jspecify.annotations.Nullable;

/** Says what happens to a request that no rule takes. Any thread. */
@FunctionalInterface
public interface Chance {
    /** Nothing happens. */
    Chance CALM = request -> null;

    /** A fault; null: none. */
    @Nullable
    Fault of(HttpMessage request);
}
