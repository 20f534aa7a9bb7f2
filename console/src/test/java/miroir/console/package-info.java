/** Tests of the console over fixed pictures. */
@NullMarked
package miroir.console;

import org.jspecify.annotations.NullMarked;
