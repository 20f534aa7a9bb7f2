package miroir.embedded.search;

import java.util.List;

/** Which attributes are shown by name: names are compared whole, as milli compares field ids. */
final class Display {

    private Display() {}

    static boolean shows(List<String> displayed, String field) {
        return displayed.contains("*") || displayed.contains(field);
    }
}
