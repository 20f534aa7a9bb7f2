package miroir.console.model;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import miroir.core.time.Age;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.ShardRemains;

/**
 * Which copies are to be believed although they are out of sync, and what that costs.
 *
 * @param action where the form goes
 * @param word what has to be typed
 * @param gives whether copies in sync that cannot be read, or others that may have more, can be given up
 * @param total what the copies come to that are recommended
 * @param curl the same as a command; empty: no copy is recommended
 * @param filled what was typed and chosen before, with what was wrong with it
 */
public record AcceptPage(
        String index,
        String title,
        String action,
        String back,
        String word,
        boolean gives,
        List<Lost> shards,
        String total,
        String curl,
        Filled filled) {

    /**
     * The form as it was sent.
     *
     * @param picks by shard the node whose copy was chosen; empty: the shard stays as it is
     * @param word what was typed to confirm
     * @param error why nothing was changed; empty: nothing was sent yet
     */
    public record Filled(Map<Integer, String> picks, boolean force, String word, String error) {
        /** Not sent yet. */
        public static final Filled NOTHING = new Filled(Map.of(), false, "", "");

        /** The same with why nothing was changed. */
        public Filled refused(String why) {
            return new Filled(picks, force, word, why);
        }

        /** The copies that are chosen. */
        public List<AcceptWish.Choice> choices() {
            return picks.entrySet().stream()
                    .filter(e -> !e.getValue().isEmpty())
                    .map(e -> new AcceptWish.Choice(e.getKey(), e.getValue()))
                    .toList();
        }
    }

    /**
     * One shard.
     *
     * @param left whether it stays as it is unless somebody chooses
     */
    public record Lost(int shard, String sentence, List<Option> options, boolean left) {}

    /**
     * A copy to choose.
     *
     * @param gives what would be given up for it; empty: nothing
     */
    public record Option(String node, String documents, String what, String gives, boolean usable, boolean chosen) {}

    /** The page for those shards. */
    public static AcceptPage of(String index, List<ShardRemains> remains, Curl curl, Instant now, Filled filled) {
        String href = Links.index(index) + "/accept";
        boolean one = remains.size() == 1;
        String shard = one ? Integer.toString(remains.get(0).shard()) : "";
        return new AcceptPage(
                index,
                one ? "Accept a copy of " + index + " shard " + shard : "Accept copies of " + index,
                href + (one ? "?shard=" + shard : ""),
                one ? Links.shard(index, remains.get(0).shard()) : Links.shards(index),
                index,
                remains.stream()
                        .anyMatch(r -> !r.unreadable().isEmpty()
                                || r.candidates().stream()
                                        .anyMatch(c -> c.trouble().isEmpty()
                                                && !r.givenUp(c).isEmpty())),
                remains.stream().map(r -> lost(r, now, filled)).toList(),
                total(remains),
                remains.stream().allMatch(r -> best(r).isEmpty()) ? "" : curl.accept(wish(index, remains)),
                filled);
    }

    private static AcceptWish wish(String index, List<ShardRemains> remains) {
        List<AcceptWish.Choice> choices = remains.stream()
                .filter(r -> !best(r).isEmpty())
                .map(r -> new AcceptWish.Choice(r.shard(), best(r)))
                .toList();
        return new AcceptWish(index, choices, false);
    }

    /** What is chosen unless somebody does; nothing while a copy in sync is only out of reach. */
    private static String best(ShardRemains remains) {
        ShardRemains.Candidate best = remains.isLost() ? remains.best() : null;
        return best == null ? "" : best.node();
    }

    private static String total(List<ShardRemains> remains) {
        long documents = 0;
        long left = 0;
        for (ShardRemains one : remains) {
            ShardRemains.Candidate best = best(one).isEmpty() ? null : one.best();
            Long has = best == null ? null : best.documents();
            documents += has == null ? 0 : has;
            left += best == null ? 1 : 0;
        }
        return Words.count(documents, "document", "documents") + " accepted, " + Words.count(left, "shard", "shards")
                + " left as " + (left == 1 ? "it is" : "they are");
    }

    /** Whether the word was typed. */
    public boolean confirmed() {
        return filled.word().equals(word);
    }

    private static Lost lost(ShardRemains remains, Instant now, Filled filled) {
        String known = remains.documents() == null
                ? ""
                : " It had " + Words.count(remains.documents(), "document", "documents") + " when last seen.";
        String state = remains.unreadable().isEmpty()
                ? "No copy is in sync."
                : "The copy on " + Words.and(remains.unreadable()) + " is in sync, but cannot be read now."
                        + " When it can be again, nothing is lost.";
        String returns = remains.mayReturn().isEmpty()
                ? ""
                : " The last copy was on " + Words.and(remains.mayReturn())
                        + " before its data were lost or put back; should they come back, it serves again by itself.";
        String withheld = remains.isLost() && remains.best() == null
                ? " No copy is recommended: " + remains.withheld() + "."
                : "";
        String picked = filled.picks().getOrDefault(remains.shard(), best(remains));
        List<Option> options = remains.candidates().stream()
                .map(c -> option(c, remains, now, picked))
                .toList();
        return new Lost(
                remains.shard(),
                state + known + returns + withheld,
                options,
                options.stream().noneMatch(Option::chosen));
    }

    private static Option option(ShardRemains.Candidate copy, ShardRemains remains, Instant now, String picked) {
        String since = "out of sync for " + Words.span(Age.of(copy.since(), now))
                + (copy.reason().isEmpty() ? "" : ": " + copy.reason()) + "; "
                + Words.count(copy.writesSince(), "write", "writes") + " to the index since";
        return new Option(
                copy.node(),
                copy.documents() == null ? "not counted" : Words.count(copy.documents(), "document", "documents"),
                since + (copy.trouble().isEmpty() ? "" : "; not now: " + copy.trouble()),
                copy.trouble().isEmpty() ? ShardRemains.and(remains.givenUp(copy)) : "",
                copy.trouble().isEmpty(),
                copy.trouble().isEmpty() && copy.node().equals(picked));
    }
}
