/** A network that can be made bad: a proxy between Miroir and a node. Knows HTTP, and nothing of Meilisearch. */
@NullMarked
package miroir.e2e.net;

import org.jspecify.annotations.NullMarked;
