/** The public API over HTTP: parse, call, render. Nobody else in the engine imports Javalin. */
@NullMarked
package miroir.engine.http;

import org.jspecify.annotations.NullMarked;
