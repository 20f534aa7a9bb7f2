package miroir.engine.write;

import miroir.core.placement.PlacementStrategy;

/** What a new index gets when its creator does not say. */
public record IndexDefaults(int shards, PlacementStrategy placement) {}
