/** Errors as clients see them, and the readers of request values that raise them in Meilisearch's words. */
@NullMarked
package miroir.engine.error;

import org.jspecify.annotations.NullMarked;
