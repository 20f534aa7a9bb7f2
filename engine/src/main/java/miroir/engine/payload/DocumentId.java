package miroir.engine.payload;

/** Reads the id out of a document that a node stores already. */
public final class DocumentId {
    private final DocumentIds ids;

    /** Reads ids by that primary key. */
    public DocumentId(String primaryKey) {
        this.ids = new DocumentIds(primaryKey);
    }

    /** The id's text; integers in decimal. */
    public String of(byte[] document) {
        try {
            return ids.read(document);
        } catch (RefusedDocument e) {
            throw new IllegalArgumentException(e.problem().message(), e);
        }
    }
}
