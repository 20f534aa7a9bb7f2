/**
 * The way back for a shard that no copy in sync is left of: what is left of it is looked at, and one copy is believed because
 * an operator says so.
 */
@NullMarked
package miroir.engine.accept;

import org.jspecify.annotations.NullMarked;
