/** Miroir's own state in one file: saved while it runs, kept for a while, put back while it does not. */
@NullMarked
package miroir.engine.backup;

import org.jspecify.annotations.NullMarked;
