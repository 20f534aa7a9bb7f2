package miroir.embedded.search;

import java.util.List;
import miroir.embedded.index.FieldPattern;

/** Which attributes are shown. */
final class Display {

    private Display() {}

    static boolean shows(List<String> displayed, String field) {
        return displayed.contains("*") || displayed.stream().anyMatch(name -> FieldPattern.covers(name, field));
    }
}
