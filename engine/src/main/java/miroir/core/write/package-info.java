/** Where a write goes, and whether enough copies took it. */
@NullMarked
package miroir.core.write;

import org.jspecify.annotations.NullMarked;
