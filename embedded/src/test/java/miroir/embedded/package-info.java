/** Tests of the embedded node. */
@NullMarked
package miroir.embedded;

import org.jspecify.annotations.NullMarked;
