package miroir.console.model;

import java.util.List;
import java.util.Locale;
import miroir.engine.api.ShardPicture.CopyPicture;

/** How one copy of a shard is drawn and named: letter, shape, pattern and colour say the same thing. */
public enum CopyLook {
    /** Serves and answers the searches for its shard: full square. */
    ASKED("S", "serving", "serves, and searches are sent to it"),
    /** Serves, another copy answers first: the reflection, a light square. */
    STANDBY("S", "serving, standing by", "serves, and takes over when the copy before it fails"),
    /** Being built: hatched disc. */
    BUILDING("B", "building", "is being filled; serves nothing yet"),
    /** Missed a write: dotted diamond. */
    STALE("T", "stale", "missed a write; serves nothing until it is synchronised again"),
    /** In sync on a node that does not answer: crossed square. */
    UNREACHABLE("U", "unreachable", "is in sync, but its node does not answer"),
    /** Superseded by a move: dashed square. */
    LEAVING("L", "leaving", "was replaced by a move and is deleted soon");

    private final String letter;
    private final String word;
    private final String meaning;

    CopyLook(String letter, String word, String meaning) {
        this.letter = letter;
        this.word = word;
        this.meaning = meaning;
    }

    /** The look of that copy. */
    public static CopyLook of(CopyPicture copy) {
        if (copy.serving()) {
            return copy.asked() ? ASKED : STANDBY;
        }
        return switch (copy.state()) {
            case IN_SYNC -> UNREACHABLE;
            case SYNCING -> BUILDING;
            case STALE -> STALE;
            case LEAVING -> LEAVING;
        };
    }

    /** All looks, best first, as the legend lists them. */
    public static List<CopyLook> legend() {
        return List.of(values());
    }

    /** One letter. */
    public String letter() {
        return letter;
    }

    /** One or two words. */
    public String word() {
        return word;
    }

    /** A clause that completes "the copy …". */
    public String meaning() {
        return meaning;
    }

    /** The CSS class. */
    public String css() {
        return "copy-" + name().toLowerCase(Locale.ROOT);
    }

    /** The SVG fill of looks with a pattern, "none" where the style sheet fills. */
    public String fill() {
        return switch (this) {
            case BUILDING -> "url(#pattern-hatch)";
            case STALE -> "url(#pattern-dots)";
            case UNREACHABLE -> "url(#pattern-cross)";
            default -> "none";
        };
    }

    /** The corner radius of a 20-unit cell. */
    public int radius() {
        return switch (this) {
            case BUILDING -> 10;
            case STALE -> 1;
            default -> 4;
        };
    }

    /** Whether the cell is drawn on its corner. */
    public boolean diamond() {
        return this == STALE;
    }
}
