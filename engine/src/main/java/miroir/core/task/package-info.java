/** What tasks are and how they stand, in Meilisearch's words. */
@NullMarked
package miroir.core.task;

import org.jspecify.annotations.NullMarked;
