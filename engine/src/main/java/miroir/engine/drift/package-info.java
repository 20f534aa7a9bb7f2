/**
 * Compares every volume that serves with the catalogue, after each change and always in the background, and puts right what
 * somebody else changed: settings, primary key, existence.
 */
@NullMarked
package miroir.engine.drift;

import org.jspecify.annotations.NullMarked;
