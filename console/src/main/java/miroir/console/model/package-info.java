/** View models: what each page says, in which words, order and colours; pure functions of the engine's pictures. */
@NullMarked
package miroir.console.model;

import org.jspecify.annotations.NullMarked;
