/** What others may see of the engine: reads as immutable records and a few commands. No behaviour. */
@NullMarked
package miroir.engine.api;

import org.jspecify.annotations.NullMarked;
