/** Search: matching, ranking, facets and formatting. */
@NullMarked
package miroir.embedded.search;

import org.jspecify.annotations.NullMarked;
