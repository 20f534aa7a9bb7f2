/** What a change of the topology would do: the wish, what is there, and the plan that leads from one to the other. */
@NullMarked
package miroir.core.plan;

import org.jspecify.annotations.NullMarked;
