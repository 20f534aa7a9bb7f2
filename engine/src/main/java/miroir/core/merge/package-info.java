/** Many sorted pages into one page; facets; totals. */
@NullMarked
package miroir.core.merge;

import org.jspecify.annotations.NullMarked;
