/** Tests of what nodes say. */
@NullMarked
package miroir.engine.dialect;

import org.jspecify.annotations.NullMarked;
