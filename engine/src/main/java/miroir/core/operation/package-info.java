/** What operations are and how they and the moves they consist of stand. */
@NullMarked
package miroir.core.operation;

import org.jspecify.annotations.NullMarked;
