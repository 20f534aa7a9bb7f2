package miroir.core.placement;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Collection;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The hidden field that says which shard a document belongs to. Its value is the shard in base 8, two digits or more, over
 * eight rare separator characters: it yields no token, so no query can match it.
 */
public final class ShardMarker {
    /** What every name of Miroir's own starts with; reserved in client documents and requests. */
    public static final String PREFIX = "_miroir";
    /** The field's name. */
    public static final String FIELD = PREFIX + "_shard";
    /** The eight digits, zero first. */
    public static final String DIGITS = "\u2E00\u2E01\u2E06\u2E07\u2E08\u2E0B\u2E0E\u2E0F";

    private static final int MIN_DIGITS = 2;
    private static final int UTF8_DIGIT = 3;
    private static final int CACHED = 1024;
    private static final String[] TEXTS =
            IntStream.range(0, CACHED).mapToObj(ShardMarker::text).toArray(String[]::new);
    private static final byte[][] BYTES =
            IntStream.range(0, CACHED).mapToObj(s -> TEXTS[s].getBytes(UTF_8)).toArray(byte[][]::new);

    private ShardMarker() {}

    /** Whether a name is Miroir's own. */
    public static boolean isReserved(String name) {
        return name.startsWith(PREFIX);
    }

    /** Whether a text contains one of the digits. */
    public static boolean hasDigit(String text) {
        return text.chars().anyMatch(c -> DIGITS.indexOf(c) >= 0);
    }

    /** The marker of a shard. */
    public static String of(int shard) {
        return shard < CACHED ? TEXTS[shard] : text(shard);
    }

    /** The marker of a shard in UTF-8; a shared array, not to be changed. */
    public static byte[] utf8(int shard) {
        return shard < CACHED ? BYTES[shard] : text(shard).getBytes(UTF_8);
    }

    /** The shard of a marker; -1 when the text is not what {@link #of} makes. */
    public static int shard(String marker) {
        long shard = 0;
        for (int i = 0; i < marker.length(); i++) {
            int digit = DIGITS.indexOf(marker.charAt(i));
            shard = shard * 8 + digit;
            if (digit < 0 || shard > Integer.MAX_VALUE) {
                return -1;
            }
        }
        return of((int) shard).equals(marker) ? (int) shard : -1;
    }

    /** The shard of a marker that stands in a slice of UTF-8; -1 when it is none. */
    public static int shard(byte[] utf8, int from, int length) {
        return length % UTF8_DIGIT == 0 ? shard(new String(utf8, from, length, UTF_8)) : -1;
    }

    /** The filter that selects these shards. */
    public static String in(Collection<Integer> shards) {
        return FIELD + " IN " + list(shards);
    }

    /** The filter that selects all but these shards. */
    public static String notIn(Collection<Integer> shards) {
        return FIELD + " NOT IN " + list(shards);
    }

    private static String list(Collection<Integer> shards) {
        return shards.stream().map(shard -> '"' + of(shard) + '"').collect(Collectors.joining(",", "[", "]"));
    }

    private static String text(int shard) {
        StringBuilder text = new StringBuilder();
        for (int rest = shard; rest > 0 || text.length() < MIN_DIGITS; rest /= 8) {
            text.append(DIGITS.charAt(rest % 8));
        }
        return text.reverse().toString();
    }
}
