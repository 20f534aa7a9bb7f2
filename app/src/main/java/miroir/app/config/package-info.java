/** The configuration: read from flags, environment and miroir.yml, checked as a whole. */
@NullMarked
package miroir.app.config;

import org.jspecify.annotations.NullMarked;
