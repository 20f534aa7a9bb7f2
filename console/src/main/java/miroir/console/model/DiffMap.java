package miroir.console.model;

import java.util.List;

/**
 * What a plan does to the placement of one index: nodes by shards, a mark for each copy before or after.
 *
 * @param summary how many copies arrive and leave
 * @param left what is not shown, in one sentence; empty: everything is
 * @param lines the same as a table, the shards that change
 */
public record DiffMap(String index, String href, String summary, String left, List<Bank> banks, List<Line> lines) {

    /** A run of shards narrow enough for a page. */
    public record Bank(String caption, int width, List<ShardMap.Tick> ticks, List<Row> rows) {}

    /**
     * One node.
     *
     * @param href its page; empty for a node that is yet to come
     * @param words the row for those who do not see it
     * @param counts copies of this index before and after
     */
    public record Row(String label, String href, String note, String words, String counts, List<Cell> cells) {}

    /** One copy. */
    public record Cell(int x, Mark mark, String title) {}

    /** One shard that changes, its nodes joined by commas. */
    public record Line(int shard, String href, String stays, String leaves, String arrives) {}

    /** What becomes of a copy; letter, shape and colour say the same. */
    public enum Mark {
        /** Is there before and after: a light square. */
        STAYS("=", "stays"),
        /** Is there before, not after: a dashed square. */
        LEAVES("−", "leaves"),
        /** Is there after, not before: a full disc. */
        ARRIVES("+", "arrives");

        private final String sign;
        private final String word;

        Mark(String sign, String word) {
            this.sign = sign;
            this.word = word;
        }

        /** All marks, for the legend. */
        public static List<Mark> legend() {
            return List.of(values());
        }

        /** One character. */
        public String sign() {
            return sign;
        }

        /** One word. */
        public String word() {
            return word;
        }

        /** The CSS class. */
        public String css() {
            return "diff-" + word;
        }

        /** The corner radius of a 20-unit cell. */
        public int radius() {
            return this == ARRIVES ? 10 : 4;
        }
    }
}
