/** The routes of the HTTP interface. */
@NullMarked
package miroir.embedded.api;

import org.jspecify.annotations.NullMarked;
