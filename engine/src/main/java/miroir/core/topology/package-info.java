/** Who the nodes and groups are, and what each may do now. */
@NullMarked
package miroir.core.topology;

import org.jspecify.annotations.NullMarked;
