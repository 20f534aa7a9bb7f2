/**
 * The doors of the volumes: whoever writes to one passes it under the name the volume has at that moment. A volume that may
 * still be hit by something sent before gets another name, and what arrives under the old one hits nothing.
 */
@NullMarked
package miroir.engine.volume;

import org.jspecify.annotations.NullMarked;
