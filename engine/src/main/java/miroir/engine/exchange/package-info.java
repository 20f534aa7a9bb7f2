/**
 * Takes requests in and hands answers out without a thread that waits for a client: who sends or reads slowly, or never,
 * keeps nobody else from being served.
 */
@NullMarked
package miroir.engine.exchange;

import org.jspecify.annotations.NullMarked;
