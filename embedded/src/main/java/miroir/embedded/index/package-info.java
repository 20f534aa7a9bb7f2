/** Indexes: settings, documents and what is derived from them. */
@NullMarked
package miroir.embedded.index;

import org.jspecify.annotations.NullMarked;
