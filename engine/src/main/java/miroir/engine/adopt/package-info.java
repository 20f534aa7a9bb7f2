/** The way back when Miroir's own state was lost: catalogue and topology are rebuilt from what the nodes have. */
@NullMarked
package miroir.engine.adopt;

import org.jspecify.annotations.NullMarked;
