package miroir.console.model;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A sentence in which some words are to be typed as they stand. */
public final class Prose {
    /** What stands between backticks, and commands and options that stand there without. */
    private static final Pattern TYPED = Pattern.compile("`([^`]+)`"
            + "|java -jar miroir\\.jar [a-z-]+(?: [A-Z]+)?(?: --[a-z-]+ [A-Za-z]+(?:\\.[a-z]+)?)*"
            + "|(?<=\\s)--[a-z]+");

    private Prose() {}

    /** A piece of it; {@code code} when it is to be typed as it stands. */
    public record Piece(String text, boolean code) {}

    /** Its pieces in order. */
    public static List<Piece> of(String text) {
        List<Piece> pieces = new ArrayList<>();
        Matcher typed = TYPED.matcher(text);
        int end = 0;
        while (typed.find()) {
            if (typed.start() > end) {
                pieces.add(new Piece(text.substring(end, typed.start()), false));
            }
            String quoted = typed.group(1);
            pieces.add(new Piece(quoted == null ? typed.group() : quoted, true));
            end = typed.end();
        }
        if (end < text.length()) {
            pieces.add(new Piece(text.substring(end), false));
        }
        return List.copyOf(pieces);
    }
}
