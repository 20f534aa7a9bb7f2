/**
 * Follows the nodes' own task lists: what Miroir sent has to be there, and what is there has to be expected. An answer
 * counts only when it shows a task that the same node showed before.
 */
@NullMarked
package miroir.engine.follow;

import org.jspecify.annotations.NullMarked;
