/** What every command has of its process: streams, environment, and an orderly end. */
@NullMarked
package miroir.app.process;

import org.jspecify.annotations.NullMarked;
