/** A small node with Meilisearch's interface, for trials and tests. */
@NullMarked
package miroir.embedded;

import org.jspecify.annotations.NullMarked;
