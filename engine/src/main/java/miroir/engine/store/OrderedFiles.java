package miroir.engine.store;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import miroir.engine.disk.PrivateFiles;
import org.h2.store.fs.FileBaseDefault;
import org.h2.store.fs.FilePath;
import org.h2.store.fs.FilePathWrapper;
import org.h2.store.fs.disk.FilePathDisk;

/**
 * A file system for H2 that keeps one order of writes: everything before the header, then the header. H2 writes a chunk,
 * then the header that points to it, and syncs both together. If the power goes in between and only the header arrived,
 * H2 does not find the chunk, falls back to an older one near the end of the file, and acknowledged writes are gone.
 * Public because H2 makes its instances.
 */
public final class OrderedFiles extends FilePathWrapper {
    /** How file names begin that are opened this way; the name on the underlying file system follows. */
    static final String PREFIX = "ordered:";

    /** What H2 writes is a multiple of it. */
    static final long BLOCK_BYTES = 4096;
    /** Two blocks with a copy each. */
    static final long HEADER_BYTES = 2 * BLOCK_BYTES;

    /** Makes {@link #PREFIX} known to H2. */
    static void register() {
        FilePath.register(new OrderedFiles());
    }

    @Override
    public String getScheme() {
        return "ordered";
    }

    @Override
    public FileChannel open(String mode) throws IOException {
        if (!mode.equals("r")) {
            makePrivate();
        }
        return new OrderedFile(getBase().open(mode));
    }

    @Override
    public OutputStream newOutputStream(boolean append) throws IOException {
        makePrivate();
        return super.newOutputStream(append);
    }

    @Override
    public boolean createFile() {
        try {
            return onDisk() ? PrivateFiles.make(Path.of(disk().toString())) : super.createFile();
        } catch (IOException e) {
            return false;
        }
    }

    /** H2 makes files as the process makes them by default, so they are made before H2 does. */
    private void makePrivate() throws IOException {
        if (onDisk()) {
            PrivateFiles.make(Path.of(disk().toString()));
        }
    }

    private boolean onDisk() {
        return disk() instanceof FilePathDisk;
    }

    /** The innermost file system's own path. */
    private FilePath disk() {
        FilePath path = getBase();
        while (path instanceof FilePathWrapper wrapper) {
            path = wrapper.unwrap();
        }
        return path;
    }

    private static final class OrderedFile extends FileBaseDefault {
        private final FileChannel file;
        /** The file is at least so long, as far as it was written and cut through here. */
        private final AtomicLong length;

        OrderedFile(FileChannel file) throws IOException {
            this.file = file;
            this.length = new AtomicLong(file.size());
        }

        /** What somebody else has cut off is gone; a write behind it would hide that. */
        private void refuseShortened() throws IOException {
            long expected = length.get();
            if (file.size() < expected) {
                throw new IOException("the file was cut short by another program: it had " + expected + " bytes");
            }
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized") // a read need not wait for an fsync
        public int read(ByteBuffer into, long position) throws IOException {
            return file.read(into, position);
        }

        @Override
        @SuppressWarnings("UnsynchronizedOverridesSynchronized")
        public int write(ByteBuffer from, long position) throws IOException {
            if (position < HEADER_BYTES) {
                file.force(false);
            }
            refuseShortened();
            int written = file.write(from, position);
            length.accumulateAndGet(position + written, Math::max);
            return written;
        }

        @Override
        protected void implTruncate(long size) throws IOException {
            refuseShortened();
            length.accumulateAndGet(size, Math::min);
            file.truncate(size);
        }

        @Override
        public void force(boolean metaData) throws IOException {
            file.force(metaData);
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
