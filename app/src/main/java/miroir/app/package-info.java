/** Main, configuration and wiring: the only place that sees engine and console together. */
@NullMarked
package miroir.app;

import org.jspecify.annotations.NullMarked;
