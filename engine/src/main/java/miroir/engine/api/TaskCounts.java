package miroir.engine.api;

/**
 * How many tasks have not ended.
 *
 * @param waiting tasks enqueued
 * @param running tasks processing
 */
public record TaskCounts(long waiting, long running) {}
