/** Reads what clients ask, with Meilisearch's own refusals, and writes what nodes are asked. */
@NullMarked
package miroir.engine.request;

import org.jspecify.annotations.NullMarked;
