/** JSON trees that keep the text of every number. */
@NullMarked
package miroir.embedded.json;

import org.jspecify.annotations.NullMarked;
