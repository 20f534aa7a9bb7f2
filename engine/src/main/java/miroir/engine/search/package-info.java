/** Runs scatter plans and hands the answers to the merge: one question or several, each shard on one copy at a time. */
@NullMarked
package miroir.engine.search;

import org.jspecify.annotations.NullMarked;
