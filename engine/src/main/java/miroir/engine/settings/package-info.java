/** The client's settings of an index: checks, stored form, what clients read and what nodes are sent. */
@NullMarked
package miroir.engine.settings;

import org.jspecify.annotations.NullMarked;
