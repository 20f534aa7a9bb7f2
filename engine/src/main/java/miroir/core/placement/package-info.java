/** Which nodes own which shard: hash, rendezvous, placement, ranks. */
@NullMarked
package miroir.core.placement;

import org.jspecify.annotations.NullMarked;
