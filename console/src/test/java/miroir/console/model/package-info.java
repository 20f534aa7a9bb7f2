/** Tests of the view models. */
@NullMarked
package miroir.console.model;

import org.jspecify.annotations.NullMarked;
