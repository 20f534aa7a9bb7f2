package miroir.engine.payload;

import java.util.Arrays;

/**
 * The different names of the fields of a payload, those inside of objects with their whole path. A node takes only so many
 * in an index, and says so after it took the task; then it leaves out the whole task, and what other nodes got of it stays.
 */
final class FieldNames {
    /** A node's limit is 65,536 with the field that says which shard a document belongs to. */
    static final int MOST = 65_535;

    private final String index;
    /** Hashes of names in open addressing; 0: free. */
    private long[] slots = new long[64];

    private int count;
    private int onTop;

    FieldNames(String index) {
        this.index = index;
    }

    /**
     * Notes a name.
     *
     * @param path of the object that it is in, 0 at the top
     * @return its own path
     */
    long add(byte[] json, int from, int to, long path) {
        long hash = hash(json, from, to, path);
        if (put(hash)) {
            count++;
            onTop += path == 0 ? 1 : 0;
            requireRoom();
            grow();
        }
        return hash;
    }

    /** FNV-1a, with its high bits mixed into the low ones; never 0. */
    private static long hash(byte[] json, int from, int to, long path) {
        long hash = path ^ 0xcbf29ce484222325L;
        for (int i = from; i < to; i++) {
            hash = (hash ^ json[i]) * 0x100000001b3L;
        }
        return (hash ^ hash >>> 29) * 0x9e3779b97f4a7c15L | 1;
    }

    private void requireRoom() {
        if (count > MOST) {
            String where = onTop > MOST ? "" : "Index `" + index + "`: ";
            throw new RefusedDocument(
                    "max_fields_limit_exceeded", where + "A document cannot contain more than 65,535 fields.");
        }
    }

    private boolean put(long hash) {
        int at = slot(hash);
        boolean fresh = slots[at] == 0;
        slots[at] = hash;
        return fresh;
    }

    private int slot(long hash) {
        int at = (int) (hash >>> 33) & (slots.length - 1);
        while (slots[at] != 0 && slots[at] != hash) {
            at = (at + 1) & (slots.length - 1);
        }
        return at;
    }

    private void grow() {
        if (count * 2 > slots.length) {
            long[] old = slots;
            slots = new long[old.length * 2];
            Arrays.stream(old).filter(hash -> hash != 0).forEach(this::put);
        }
    }
}
