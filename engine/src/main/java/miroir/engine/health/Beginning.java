package miroir.engine.health;

import miroir.engine.state.Starts;
import miroir.engine.state.Term;

/**
 * What a run of Miroir found in its store and made of it before it spoke to any node.
 *
 * @param starts those that this state knows of; the last one is this run
 * @param nextTask no task of that number or a higher one was ever taken
 * @param written the newest record of the catalogue that a node may have
 */
public record Beginning(Starts starts, long nextTask, long written) {
    /** This run. */
    Term term() {
        return starts.known().get(starts.known().size() - 1);
    }
}
