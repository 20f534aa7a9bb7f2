package miroir.engine.payload;

/** A payload split by shard, or the reason why its task fails. */
public sealed interface SplitResult permits Split, DocumentProblem {}
