@NullMarked
package miroir.engine.follow;

import org.jspecify.annotations.NullMarked;
