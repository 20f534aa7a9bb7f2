/** The filter language. */
@NullMarked
package miroir.embedded.filter;

import org.jspecify.annotations.NullMarked;
