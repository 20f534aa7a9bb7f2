package miroir.engine.payload;

/** Carries a problem out of the walk through a document. */
final class RefusedDocument extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient DocumentProblem problem;

    RefusedDocument(String code, String message) {
        super(message, null, false, false);
        this.problem = new DocumentProblem(code, message);
    }

    DocumentProblem problem() {
        return problem;
    }
}
