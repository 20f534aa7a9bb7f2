/** What an operator orders and what Miroir orders itself: plans, operations, automatic repair. */
@NullMarked
package miroir.engine.operation;

import org.jspecify.annotations.NullMarked;
