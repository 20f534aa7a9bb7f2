/** The trial fleet: its nodes, its catalogue of products and how they are loaded. */
@NullMarked
package miroir.app.demo;

import org.jspecify.annotations.NullMarked;
