/** Black box tests: the jar, real processes, HTTP and a browser. Nothing of the engine is imported here. */
@NullMarked
package miroir.e2e;

import org.jspecify.annotations.NullMarked;
