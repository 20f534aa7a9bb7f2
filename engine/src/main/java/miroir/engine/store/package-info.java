/** The durable truth: topology, index catalogue, copies, tasks, plans, operations, audit. Nobody else imports java.sql. */
@NullMarked
package miroir.engine.store;

import org.jspecify.annotations.NullMarked;
