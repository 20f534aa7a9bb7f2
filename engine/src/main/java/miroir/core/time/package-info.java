/** Time as durations are measured by: it never jumps. */
@NullMarked
package miroir.core.time;

import org.jspecify.annotations.NullMarked;
