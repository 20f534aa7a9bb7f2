/** Talks to one node: the NodeClient port, its replies, and the HTTP client behind it. */
@NullMarked
package miroir.engine.node;

import org.jspecify.annotations.NullMarked;
