/** Turn a query into a scatter plan over volumes, and say what is missing. */
@NullMarked
package miroir.core.search;

import org.jspecify.annotations.NullMarked;
