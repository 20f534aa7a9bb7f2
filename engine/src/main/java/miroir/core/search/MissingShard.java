package miroir.core.search;

/** A shard that nobody can answer for now, and why, in one sentence for people. */
public record MissingShard(int shard, String reason) {}
