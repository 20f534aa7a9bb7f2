/** Miroir's own files: made so that nobody else on the machine can read them. */
@NullMarked
package miroir.engine.disk;

import org.jspecify.annotations.NullMarked;
