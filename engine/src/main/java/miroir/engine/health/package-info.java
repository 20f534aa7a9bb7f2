/** Probes the nodes, proves their identity, collects their statistics. */
@NullMarked
package miroir.engine.health;

import org.jspecify.annotations.NullMarked;
