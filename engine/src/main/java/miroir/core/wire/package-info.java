/** How constants are written: the same in the API, in the store and on the nodes. */
@NullMarked
package miroir.core.wire;

import org.jspecify.annotations.NullMarked;
