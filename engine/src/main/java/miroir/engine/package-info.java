/** The shell around the pure core: all I/O, all threads, all clocks. */
@NullMarked
package miroir.engine;

import org.jspecify.annotations.NullMarked;
