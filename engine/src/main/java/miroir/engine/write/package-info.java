/** What a task means for each volume: the node calls of every kind of write. */
@NullMarked
package miroir.engine.write;

import org.jspecify.annotations.NullMarked;
