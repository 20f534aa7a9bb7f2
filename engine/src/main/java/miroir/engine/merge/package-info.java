/** Merges the JSON answers of volumes into one client answer; hits pass through as bytes. */
@NullMarked
package miroir.engine.merge;

import org.jspecify.annotations.NullMarked;
