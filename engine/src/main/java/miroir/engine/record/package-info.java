/**
 * What nodes remember of the cluster, so that its catalogue and topology can be rebuilt from them alone: written some moments
 * after each change, read only when Miroir's own state was lost.
 */
@NullMarked
package miroir.engine.record;

import org.jspecify.annotations.NullMarked;
