package miroir.engine.dialect;

import java.util.Optional;
import java.util.function.Function;

/** What came of a question to a node. */
public sealed interface Answer<T> {

    /** The node said what it was asked for. */
    record Said<T>(T value) implements Answer<T> {}

    /** The node refused, in its own words. */
    record Refused<T>(NodeError error) implements Answer<T> {}

    /**
     * There is no answer, or one that is not of the shape that was asked for.
     *
     * @param reason for people
     * @param maybeDone whether the node may have done, or may still do, what it was asked for
     * @param late whether all that went wrong is that time, or the room to ask, ran out: that says nothing of the node
     */
    record Silent<T>(String reason, boolean maybeDone, boolean late) implements Answer<T> {}

    /** The value when the node said it. */
    default Optional<T> said() {
        return this instanceof Said<T> said ? Optional.of(said.value) : Optional.empty();
    }

    /** The same with another value. */
    default <R> Answer<R> map(Function<T, R> change) {
        if (this instanceof Said<T> said) {
            return new Said<>(change.apply(said.value));
        }
        if (this instanceof Refused<T> refused) {
            return new Refused<>(refused.error);
        }
        Silent<T> silent = (Silent<T>) this;
        return new Silent<>(silent.reason, silent.maybeDone, silent.late);
    }

    /** Whether the node refused with that code. */
    default boolean refusedWith(String code) {
        return this instanceof Refused<T> refused && refused.error.code().equals(code);
    }

    /** Whether there was only no room, or no time, to ask: the node knows nothing of the question. */
    default boolean isBusy() {
        return this instanceof Silent<T> silent && silent.late && !silent.maybeDone;
    }

    /** For people: why the node did not say what it was asked for; empty when it did. */
    default String trouble() {
        if (this instanceof Refused<T> refused) {
            return refused.error.message();
        }
        return this instanceof Silent<T> silent ? silent.reason : "";
    }
}
