/** The queue of asynchronous tasks and the journal that keeps it. */
@NullMarked
package miroir.embedded.task;

import org.jspecify.annotations.NullMarked;
