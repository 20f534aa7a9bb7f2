/** The commands of the program: flags, exit statuses and what is printed where. */
@NullMarked
package miroir.app.command;

import org.jspecify.annotations.NullMarked;
