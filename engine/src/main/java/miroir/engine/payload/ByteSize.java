package miroir.engine.payload;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** Byte counts as Meilisearch prints its payload limit: binary units for multiples of 1024, else decimal. */
public final class ByteSize {
    private static final String[] BINARY = {"B", "KiB", "MiB", "GiB", "TiB"};
    private static final String[] DECIMAL = {"B", "KB", "MB", "GB", "TB"};

    private ByteSize() {}

    /** The size with its unit. */
    public static String text(long bytes) {
        boolean binary = bytes % 1024 == 0;
        int base = binary ? 1024 : 1000;
        int unit = 0;
        double value = bytes;
        while (value >= base && unit < BINARY.length - 1) {
            value /= base;
            unit++;
        }
        String number = BigDecimal.valueOf(value)
                .setScale(3, RoundingMode.HALF_UP)
                .stripTrailingZeros()
                .toPlainString();
        return number + " " + (binary ? BINARY : DECIMAL)[unit];
    }
}
