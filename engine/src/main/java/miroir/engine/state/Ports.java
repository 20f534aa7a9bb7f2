package miroir.engine.state;

import java.time.InstantSource;
import java.util.concurrent.Executor;
import java.util.random.RandomGenerator;
import miroir.core.time.Ticker;
import miroir.engine.node.NodeClient;

/**
 * What the engine needs from the world, injected so that the whole of it can run under a simulator. Only the store is not
 * among it: that is behind {@link Cluster}.
 *
 * @param clock for what people read and what is written down; durations are measured by the ticker
 * @param random of a kind that any thread may use
 * @param loop the one thread that decides; all mutable engine state belongs to it
 * @param protocol all rules, but in tests that leave some out
 * @param workers for work that blocks or takes long: reading and splitting payloads
 */
public record Ports(
        InstantSource clock,
        Ticker ticker,
        NodeClient nodes,
        RandomGenerator random,
        Scheduler loop,
        Executor workers,
        Protocol protocol) {}
