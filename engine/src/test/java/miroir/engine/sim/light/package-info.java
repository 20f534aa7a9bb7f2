/** A node in a few maps: it answers what Miroir asks of nodes exactly as the embedded one does, only much faster. */
@NullMarked
package miroir.engine.sim.light;

import org.jspecify.annotations.NullMarked;
