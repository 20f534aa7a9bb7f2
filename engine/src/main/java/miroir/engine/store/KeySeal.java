package miroir.engine.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Objects;
import javax.crypto.Cipher;
import javax.crypto.KeyGenerator;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import miroir.core.topology.AccessKey;
import miroir.engine.disk.PrivateFiles;
import org.jspecify.annotations.Nullable;

/**
 * Seals the keys of nodes before they are written to the database, with AES-256-GCM by a random key that lies in a file of its
 * own: the database alone, or a copy of it, gives no key away. A sealed key belongs to one node and can be opened for no
 * other. A file that is not there is looked for again whenever it is needed: it may be put back. Any thread.
 */
final class KeySeal {
    static final String FILE = "miroir.key";

    private static final String CIPHER = "AES/GCM/NoPadding";
    private static final int KEY_BYTES = 32;
    private static final int NONCE_BYTES = 12;
    private static final int TAG_BITS = 128;

    private final Path file;
    private @Nullable SecretKeySpec key;
    /** When the file was written that the key is from. */
    private @Nullable FileTime written;

    private KeySeal(Path file) {
        this.file = file;
    }

    /** With the key of that directory, if it is there. */
    static KeySeal of(Path directory) throws IOException {
        KeySeal seal = new KeySeal(directory.resolve(FILE));
        seal.read();
        return seal;
    }

    /** Makes the file when there is none. */
    synchronized void makeIfAbsent() throws IOException {
        if (key == null && !read()) {
            make(file);
            read();
        }
    }

    /** Reads the file when it is another one than before; whether it was. */
    private synchronized boolean read() throws IOException {
        if (Files.notExists(file)) {
            return false;
        }
        FileTime now = Files.getLastModifiedTime(file);
        if (now.equals(written)) {
            return false;
        }
        String text = Files.readString(file, StandardCharsets.US_ASCII).strip();
        if (!text.matches("[0-9a-f]{" + 2 * KEY_BYTES + "}")) {
            throw new StoreException(
                    file + " is damaged; restore it from a copy, or move it away: then the nodes' own keys"
                            + " have to be given again");
        }
        key = new SecretKeySpec(HexFormat.of().parseHex(text), "AES");
        written = now;
        return true;
    }

    /** It gets its name only when it is whole and on the disk. */
    private static void make(Path file) throws IOException {
        Path partial = file.resolveSibling(FILE + ".new");
        Files.deleteIfExists(partial);
        String text = HexFormat.of().formatHex(random()) + "\n";
        try (FileChannel out = PrivateFiles.open(partial, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            out.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
            out.force(true);
        }
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
        try (FileChannel names = FileChannel.open(file.toAbsolutePath().getParent())) {
            names.force(true);
        }
    }

    private static byte[] random() {
        try {
            KeyGenerator generator = KeyGenerator.getInstance("AES");
            generator.init(8 * KEY_BYTES);
            return generator.generateKey().getEncoded();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key as it is written down; one that is still sealed stays as it is. */
    @Nullable
    synchronized String seal(String node, @Nullable String plain) {
        if (plain == null || plain.startsWith(AccessKey.SEALED)) {
            return plain;
        }
        try {
            makeIfAbsent(); // somebody has given a key anew
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.ENCRYPT_MODE, key); // with a nonce of its own choice, never the same
            cipher.updateAAD(node.getBytes(StandardCharsets.UTF_8));
            byte[] nonce = cipher.getIV();
            byte[] text = cipher.doFinal(plain.getBytes(StandardCharsets.UTF_8));
            byte[] sealed = Arrays.copyOf(nonce, nonce.length + text.length);
            System.arraycopy(text, 0, sealed, nonce.length, text.length);
            return AccessKey.SEALED + Base64.getEncoder().encodeToString(sealed);
        } catch (IOException e) {
            throw new StoreException("cannot make " + file + ": " + e.getMessage(), e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The key that was written down; what cannot be opened comes back as it is. */
    @Nullable
    synchronized String open(String node, @Nullable String stored) {
        if (stored == null || !stored.startsWith(AccessKey.SEALED)) {
            return stored;
        }
        String opened = key == null ? null : opened(key, node, stored);
        if (opened == null && isPutBack()) {
            opened = opened(Objects.requireNonNull(key), node, stored);
        }
        return opened == null ? stored : opened;
    }

    private boolean isPutBack() {
        try {
            return read();
        } catch (IOException | StoreException e) {
            return false;
        }
    }

    private static @Nullable String opened(SecretKeySpec key, String node, String stored) {
        try {
            byte[] sealed = Base64.getDecoder().decode(stored.substring(AccessKey.SEALED.length()));
            Cipher cipher = Cipher.getInstance(CIPHER);
            cipher.init(Cipher.DECRYPT_MODE, key, new GCMParameterSpec(TAG_BITS, sealed, 0, NONCE_BYTES));
            cipher.updateAAD(node.getBytes(StandardCharsets.UTF_8));
            return new String(cipher.doFinal(sealed, NONCE_BYTES, sealed.length - NONCE_BYTES), StandardCharsets.UTF_8);
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return null;
        }
    }
}
