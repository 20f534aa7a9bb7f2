/** What tasks do to the indexes of a node. */
@NullMarked
package miroir.embedded.engine;

import org.jspecify.annotations.NullMarked;
