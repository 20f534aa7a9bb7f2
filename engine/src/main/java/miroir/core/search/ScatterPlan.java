package miroir.core.search;

import java.util.List;

/**
 * Whom a search asks. Every asked shard is in exactly one of the asks or missing.
 *
 * @param asks by volume
 * @param missing by shard
 */
public record ScatterPlan(List<VolumeAsk> asks, List<MissingShard> missing) {}
