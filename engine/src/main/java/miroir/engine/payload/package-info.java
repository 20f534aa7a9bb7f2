/** Reads document payloads: decodes, checks, spools, validates ids and splits by shard. */
@NullMarked
package miroir.engine.payload;

import org.jspecify.annotations.NullMarked;
