/** Reading and writing the documents of one copy of a shard on a node, below the task log. */
@NullMarked
package miroir.engine.copy;

import org.jspecify.annotations.NullMarked;
