package miroir.embedded.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Documents one a line, as the payload of an addition keeps them. */
public final class Ndjson {

    private Ndjson() {}

    /** The lines that are not empty. */
    public static List<byte[]> lines(byte[] payload) {
        List<byte[]> lines = new ArrayList<>();
        int start = 0;
        for (int i = 0; i <= payload.length; i++) {
            if (i == payload.length || payload[i] == '\n') {
                if (i > start) {
                    lines.add(Arrays.copyOfRange(payload, start, i));
                }
                start = i + 1;
            }
        }
        return lines;
    }
}
