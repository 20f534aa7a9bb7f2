/** Accepts tasks, keeps them in order in lanes, follows the nodes' tasks and concludes. */
@NullMarked
package miroir.engine.task;

import org.jspecify.annotations.NullMarked;
