/**
 * The one room for Meilisearch's dialect: what is asked of a node and what its answers mean. An answer that is not of the
 * shape that was asked for is no answer, whoever asks: a proxy, a cache or another server may have given it.
 */
@NullMarked
package miroir.engine.dialect;

import org.jspecify.annotations.NullMarked;
