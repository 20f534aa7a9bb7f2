package miroir.engine.merge;

import java.util.function.Predicate;

/**
 * What one volume answered.
 *
 * @param body the JSON of a 200 answer
 * @param marker whether the shard with this marker text was asked of the volume
 */
public record VolumeAnswer(byte[] body, Predicate<String> marker) {}
