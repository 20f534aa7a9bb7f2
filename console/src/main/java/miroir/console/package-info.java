/** The operator's pages under /console: routes, sessions and the way from the engine's pictures to HTML. */
@NullMarked
package miroir.console;

import org.jspecify.annotations.NullMarked;
