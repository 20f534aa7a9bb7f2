package miroir.engine.backup;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Enumeration;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * A backup as a file: a zip of the state's files and, last, the manifest with the length and SHA-256 of each. One that was
 * cut short has no directory of its entries and is no zip.
 */
public final class Archive {
    private static final int BUFFER = 1 << 16;
    private static final int LARGEST_MANIFEST = 64 << 20;

    private Archive() {}

    /** Writes the whole archive; the stream stays open. */
    static Manifest write(OutputStream out, StateCopy copy, String miroir, String createdAt) throws IOException {
        ZipOutputStream zip = new ZipOutputStream(out);
        zip.setLevel(Deflater.BEST_SPEED);
        List<Manifest.Entry> entries = new ArrayList<>();
        for (String name : copy.names()) {
            zip.putNextEntry(new ZipEntry(name));
            try (InputStream in = Files.newInputStream(copy.file(name))) {
                entries.add(transfer(name, in, zip));
            }
            zip.closeEntry();
        }
        Manifest manifest = Manifest.of(copy.store(), miroir, createdAt, entries);
        zip.putNextEntry(new ZipEntry(Manifest.NAME));
        zip.write(manifest.toJson().getBytes(StandardCharsets.UTF_8));
        zip.closeEntry();
        zip.finish();
        return manifest;
    }

    /**
     * Reads all of a backup and compares it with its manifest.
     *
     * @throws BackupException when it is not what was written
     */
    public static Manifest check(Path file) throws IOException, BackupException {
        return read(file, name -> OutputStream.nullOutputStream());
    }

    /** Where the bytes of an entry go. */
    @FunctionalInterface
    interface Target {
        OutputStream open(String name) throws IOException;
    }

    /** The same, and gives all entries but the manifest to the target; nothing of them may be used when this fails. */
    static Manifest read(Path file, Target target) throws IOException, BackupException {
        if (!Files.isRegularFile(file)) {
            throw new BackupException("there is no file " + file);
        }
        try (ZipFile zip = new ZipFile(file.toFile())) {
            Manifest manifest = manifest(zip, file);
            refuseOthers(zip, manifest, file);
            for (Manifest.Entry entry : manifest.entries()) {
                try (InputStream in = zip.getInputStream(zip.getEntry(entry.name()));
                        OutputStream out = target.open(entry.name())) {
                    Manifest.Entry found = transfer(entry.name(), in, out);
                    if (!found.equals(entry)) {
                        throw new BackupException(
                                file + " is damaged: " + entry.name() + " is not what its manifest says");
                    }
                }
            }
            return manifest;
        } catch (ZipException | EOFException e) {
            throw new BackupException(file + " is damaged, cut short or no backup: " + e.getMessage(), e);
        }
    }

    private static Manifest manifest(ZipFile zip, Path file) throws IOException, BackupException {
        ZipEntry entry = zip.getEntry(Manifest.NAME);
        if (entry == null) {
            throw new BackupException(file + " is no backup of Miroir: it has no " + Manifest.NAME);
        }
        try (InputStream in = zip.getInputStream(entry)) {
            return Manifest.fromJson(in.readNBytes(LARGEST_MANIFEST));
        } catch (com.fasterxml.jackson.core.JacksonException e) {
            throw new BackupException(file + " is damaged: its manifest cannot be read", e);
        }
    }

    private static void refuseOthers(ZipFile zip, Manifest manifest, Path file) throws BackupException {
        Set<String> told = new HashSet<>(Set.of(Manifest.NAME));
        for (Manifest.Entry entry : manifest.entries()) {
            if (!StateFiles.isEntry(entry.name()) || !told.add(entry.name()) || zip.getEntry(entry.name()) == null) {
                throw new BackupException(file + " is damaged: its manifest names " + entry.name());
            }
        }
        for (Enumeration<? extends ZipEntry> all = zip.entries(); all.hasMoreElements(); ) {
            String name = all.nextElement().getName();
            if (!told.contains(name)) {
                throw new BackupException(file + " is damaged: its manifest does not name " + name);
            }
        }
        if (!told.contains(StateFiles.DATABASE)) {
            throw new BackupException(file + " is damaged: it has no " + StateFiles.DATABASE);
        }
    }

    private static Manifest.Entry transfer(String name, InputStream in, OutputStream out) throws IOException {
        MessageDigest digest = sha256();
        byte[] buffer = new byte[BUFFER];
        long bytes = 0;
        for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
            digest.update(buffer, 0, read);
            out.write(buffer, 0, read);
            bytes += read;
        }
        return new Manifest.Entry(name, bytes, HexFormat.of().formatHex(digest.digest()));
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
