package miroir.engine.payload;

/** Why a payload fails as a whole: the code and text of the task's error. */
public record DocumentProblem(String code, String message) implements SplitResult, PrimaryKeys.Inference {}
