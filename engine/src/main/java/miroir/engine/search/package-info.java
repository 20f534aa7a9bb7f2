/** Runs scatter plans within a deadline and hands the answers to the merge. */
@NullMarked
package miroir.engine.search;

import org.jspecify.annotations.NullMarked;
