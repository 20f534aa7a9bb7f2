/** A client of the management API: the calls, and what people read of their answers. */
@NullMarked
package miroir.app.client;

import org.jspecify.annotations.NullMarked;
