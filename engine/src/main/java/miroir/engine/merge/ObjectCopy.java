package miroir.engine.merge;

/** Writes some members of an object to a buffer, unbroken runs of them in one piece. Not thread-safe. */
final class ObjectCopy {
    private final JsonBuffer out;
    private final byte[] source;
    private boolean empty = true;
    private int runFrom;
    private int runTo;

    /** Opens the object. */
    ObjectCopy(JsonBuffer out, byte[] source) {
        this.out = out.raw('{');
        this.source = source;
    }

    /** Passes on the bytes of one or more members, from a key's opening quote to a value's end. */
    void keep(int from, int to) {
        runFrom = runTo == 0 ? from : runFrom;
        runTo = to;
    }

    /** Ends the run before a member that is left out. */
    void cut() {
        if (runTo > 0) {
            separate();
            out.raw(source, runFrom, runTo);
            runTo = 0;
        }
    }

    /** Makes room for a member that the caller writes. */
    void insert() {
        cut();
        separate();
    }

    /** Closes the object; false when it is empty. */
    boolean close() {
        cut();
        out.raw('}');
        return !empty;
    }

    private void separate() {
        if (!empty) {
            out.raw(',');
        }
        empty = false;
    }
}
