/** Folds probes of a node into its health, with hysteresis. */
@NullMarked
package miroir.core.health;

import org.jspecify.annotations.NullMarked;
