package miroir.engine.health;

import miroir.engine.state.Term;

/**
 * What a run of Miroir found in its store and made of it before it spoke to any node.
 *
 * @param nextTask no task of that number or a higher one was ever taken
 * @param written the newest record of the catalogue that a node may have
 */
public record Beginning(Term term, long nextTask, long written) {}
