/** SYNC: brings a copy in sync with one that is, while clients write. The only thing that writes copies out of sync. */
@NullMarked
package miroir.engine.sync;

import org.jspecify.annotations.NullMarked;
