package miroir.engine.backup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;
import miroir.engine.disk.PrivateFiles;
import miroir.engine.payload.PayloadFolder;
import miroir.engine.state.Cluster;
import miroir.engine.store.StoredCopy;

/** The state of one moment, in a folder of its own that goes with it. */
final class StateCopy implements AutoCloseable {
    private final Path folder;
    private final StoredCopy store;

    private StateCopy(Path folder, StoredCopy store) {
        this.folder = folder;
        this.store = store;
    }

    /**
     * Copies the state while it is used. No payload is deleted from before the database is copied until the payloads are
     * linked: each task that has not ended in the copy has its payload there, as it was accepted.
     *
     * @param data where the state is
     * @param folder does not exist; on the same file system payloads cost no space
     */
    static StateCopy take(Cluster cluster, PayloadFolder payloads, Path data, Path folder)
            throws IOException, BackupException {
        PrivateFiles.folder(folder);
        try {
            StoredCopy store;
            PayloadFolder.Hold hold = payloads.hold();
            try {
                StateFiles.createPrivate(folder.resolve(StateFiles.DATABASE));
                store = cluster.read(source -> source.copyTo(folder)).join();
                Path links = PrivateFiles.folder(folder.resolve(StateFiles.PAYLOADS));
                for (Path payload : payloads.files()) {
                    StateFiles.link(payload, links.resolve(payload.getFileName().toString()));
                }
            } finally {
                hold.close();
            }
            Path key = data.resolve(StateFiles.KEY);
            if (Files.exists(key)) {
                StateFiles.createPrivate(folder.resolve(StateFiles.KEY));
                Files.write(folder.resolve(StateFiles.KEY), Files.readAllBytes(key));
            }
            return new StateCopy(folder, store);
        } catch (CompletionException e) {
            StateFiles.deleteTree(folder);
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new BackupException("the state cannot be copied: " + cause.getMessage(), cause);
        } catch (IOException | RuntimeException e) {
            StateFiles.deleteTree(folder);
            throw e;
        }
    }

    /** What the database says of itself. */
    StoredCopy store() {
        return store;
    }

    /** Where the file of that name is. */
    Path file(String name) {
        return folder.resolve(name);
    }

    /** The names of its files; the database comes first. */
    List<String> names() throws IOException {
        List<String> names = new ArrayList<>(List.of(StateFiles.DATABASE));
        if (Files.exists(file(StateFiles.KEY))) {
            names.add(StateFiles.KEY);
        }
        for (Path payload : new PayloadFolder(file(StateFiles.PAYLOADS)).files()) {
            names.add(StateFiles.PAYLOADS + "/" + payload.getFileName());
        }
        return names;
    }

    @Override
    public void close() throws IOException {
        StateFiles.deleteTree(folder);
    }
}
