/** Decisions about single copies: when one can be built and from where, and which of several that differ are believed. */
@NullMarked
package miroir.core.copy;

import org.jspecify.annotations.NullMarked;
