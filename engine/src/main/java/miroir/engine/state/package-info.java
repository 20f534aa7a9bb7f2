/** The single writer of cluster state: ports, snapshot, and the loop that changes it. */
@NullMarked
package miroir.engine.state;

import org.jspecify.annotations.NullMarked;
