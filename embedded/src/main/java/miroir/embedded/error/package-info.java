/** Meilisearch's errors. */
@NullMarked
package miroir.embedded.error;

import org.jspecify.annotations.NullMarked;
