package miroir.engine.merge;

import java.util.Set;

/** Cuts what the client must not see out of one document. */
public final class DocumentStrip {
    private DocumentStrip() {}

    /**
     * The document without these top-level attributes and without {@code _miroir*}; all other bytes stay.
     *
     * @throws MalformedAnswerException when it is not a JSON object
     */
    public static byte[] strip(byte[] document, Set<String> strip) {
        HitMembers members = HitMembers.ofDocuments(strip, false);
        Hit hit = new HitReader(members, null).readOne(document);
        if (!hit.touched) {
            return document;
        }
        JsonBuffer out = new JsonBuffer(document.length);
        new HitWriter(members, false, Set.of()).write(hit, out);
        return out.toBytes();
    }
}
