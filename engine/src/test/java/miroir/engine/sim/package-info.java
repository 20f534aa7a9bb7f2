/** Runs the whole engine on a virtual clock, over nodes in this process, with seeded faults. */
@NullMarked
package miroir.engine.sim;

import org.jspecify.annotations.NullMarked;
