/** Draws the pictures that the console and the management API show, from one snapshot and without asking a node. */
@NullMarked
package miroir.engine.view;

import org.jspecify.annotations.NullMarked;
