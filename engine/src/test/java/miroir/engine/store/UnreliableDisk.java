package miroir.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;

/**
 * A file system for H2 that remembers which bytes were forced to the disk, can say what a power cut would leave of the
 * rest, and can be told to fail.
 */
public final class UnreliableDisk extends FilePathWrapper {
    /** How file names on this disk begin. */
    static final String SCHEME = "unreliable";

    private static final int SECTOR = 512;
    private static final Map<String, Content> CONTENTS = new ConcurrentHashMap<>();

    static {
        FilePath.register(new UnreliableDisk());
    }

    /** The database file of a store opened in that directory with {@link #SCHEME}. */
    static Content of(Path directory) {
        return CONTENTS.computeIfAbsent(directory.resolve("miroir.mv.db").toString(), name -> new Content());
    }

    @Override
    public String getScheme() {
        return SCHEME;
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        Content content = CONTENTS.computeIfAbsent(unwrap().toString(), name -> new Content());
        return new WatchedFile(unwrap().open(mode), content);
    }

    @Override
    public void moveTo(FilePath newName, boolean atomicReplace) {
        super.moveTo(newName, atomicReplace);
        Content moved = CONTENTS.remove(unwrap().toString());
        String name = ((UnreliableDisk) newName).unwrap().toString();
        CONTENTS.computeIfAbsent(name, fresh -> new Content()).become(moved == null ? new Content() : moved);
    }

    /** A write that no fsync has covered yet; one without bytes cuts the file at the position. */
    private record Pending(long position, byte[] bytes, boolean cut) {}

    /** What is on the disk for certain, and what is on its way. */
    static final class Content {
        private byte[] safe = new byte[0];
        private final List<Pending> pending = new ArrayList<>();
        private boolean failing;
        private Runnable afterWrite = () -> {};

        private synchronized void become(Content other) {
            synchronized (other) {
                safe = other.safe;
                pending.clear();
                pending.addAll(other.pending);
            }
        }

        /** Makes every fsync from now on fail. */
        synchronized void failToSync() {
            failing = true;
        }

        /** Runs this after every write, before any fsync can cover it, on the thread that wrote. */
        synchronized void afterEachWrite(Runnable action) {
            afterWrite = action;
        }

        /** One of the contents the file may have when the power goes now: any part of what no fsync covered. */
        synchronized byte[] afterPowerCut(Random random) {
            byte[] left = safe.clone();
            int luck = random.nextInt(4);
            for (int i = 0; i < pending.size(); i++) {
                boolean arrives = switch (luck) {
                    case 0 -> random.nextBoolean();
                    case 1 -> i == pending.size() - 1; // the disk took the last one first
                    default -> luck == 2;
                };
                if (arrives) {
                    left = apply(left, pending.get(i));
                } else if (random.nextInt(4) == 0) {
                    left = apply(left, torn(pending.get(i), random));
                }
            }
            return left;
        }

        private static Pending torn(Pending write, Random random) {
            int sectors = random.nextInt(write.bytes().length / SECTOR + 1);
            return new Pending(write.position(), Arrays.copyOf(write.bytes(), sectors * SECTOR), false);
        }

        private synchronized void written(Pending write) {
            pending.add(write);
            afterWrite.run();
        }

        private synchronized void forced() throws IOException {
            if (failing) {
                throw new IOException("the disk does not sync");
            }
            for (Pending write : pending) {
                safe = apply(safe, write);
            }
            pending.clear();
        }

        private static byte[] apply(byte[] content, Pending write) {
            int position = Math.toIntExact(write.position());
            if (write.cut()) {
                return position < content.length ? Arrays.copyOf(content, position) : content;
            }
            int end = position + write.bytes().length;
            byte[] changed = end > content.length ? Arrays.copyOf(content, end) : content;
            System.arraycopy(write.bytes(), 0, changed, position, write.bytes().length);
            return changed;
        }
    }

    private static final class WatchedFile extends FileBaseDefault {
        private final FileChannel file;
        private final Content content;

        WatchedFile(FileChannel file, Content content) {
            this.file = file;
            this.content = content;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public synchronized int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        public synchronized int write(ByteBuffer from, long position) throws IOException {
            byte[] bytes = new byte[from.remaining()];
            from.duplicate().get(bytes);
            content.written(new Pending(position, bytes, false));
            return file.write(from, position);
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            content.written(new Pending(size, new byte[0], true));
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            content.forced();
        }

        @Override
        public FileLock tryLock(long position, long size, boolean shared) throws IOException {
            return file.tryLock(position, size, shared);
        }

        @Override
        protected void implCloseChannel() throws IOException {
            file.close();
        }
    }
}
