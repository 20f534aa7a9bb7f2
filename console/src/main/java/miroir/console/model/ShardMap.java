package miroir.console.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The placement of one index as a picture: banks of rows of cells, one cell per copy.
 *
 * @param columns what runs to the right: "shard" or "node"
 */
public record ShardMap(String columns, List<Bank> banks) {
    /** Units from one cell to the next. */
    public static final int PITCH = 22;

    /** A run of columns narrow enough for a page. */
    public record Bank(String caption, int width, List<Tick> ticks, List<Row> rows, boolean gauges) {}

    /** A column head. */
    public record Tick(int x, String text, String title) {}

    /**
     * One row.
     *
     * @param problem whether this is the row that counts copies that do not serve
     * @param words the row for those who do not see it
     */
    public record Row(
            boolean problem,
            String label,
            String href,
            Tone tone,
            String note,
            String words,
            List<Cell> cells,
            String copies,
            String documents,
            Bar bar) {}

    /**
     * One copy, or in the problem row one count.
     *
     * @param id its anchor, so that focus survives a refresh
     * @param text the letter or count
     * @param rank the rank as text; empty in the problem row
     */
    public record Cell(String id, int x, String href, CopyLook look, String text, String rank, String title) {

        /** Half the side of the shape; a diamond is smaller, to fit its corners. */
        public int half() {
            return look.diamond() ? 8 : 10;
        }

        /** The SVG transform that puts a diamond on its corner; null for the others. */
        public @Nullable String turn() {
            return look.diamond() ? "rotate(45 " + (x + PITCH / 2) + " 12)" : null;
        }
    }
}
