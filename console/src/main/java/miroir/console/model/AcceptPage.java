package miroir.console.model;

import java.time.Instant;
import java.util.List;
import miroir.core.time.Age;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.ShardRemains;

/**
 * Which copies are to be believed although they are out of sync, and what that costs.
 *
 * @param action where the form goes
 * @param word what has to be typed
 * @param gives whether copies in sync that cannot be read would be given up
 * @param error what was wrong with what was typed; empty: nothing
 */
public record AcceptPage(
        String index,
        String title,
        String action,
        String back,
        String word,
        boolean gives,
        List<Lost> shards,
        String curl,
        String error) {

    /** One shard. */
    public record Lost(int shard, String sentence, List<Option> options) {}

    /** A copy to choose. */
    public record Option(String node, String documents, String what, boolean usable, boolean chosen) {}

    /** The page for those shards. */
    public static AcceptPage of(String index, List<ShardRemains> remains, Curl curl, Instant now, boolean mistyped) {
        String href = Links.index(index) + "/accept";
        boolean one = remains.size() == 1;
        String shard = one ? Integer.toString(remains.get(0).shard()) : "";
        return new AcceptPage(
                index,
                one ? "Accept a copy of " + index + " shard " + shard : "Accept copies of " + index,
                href + (one ? "?shard=" + shard : ""),
                one ? Links.shard(index, remains.get(0).shard()) : Links.shards(index),
                index,
                remains.stream().anyMatch(r -> !r.unreadable().isEmpty()),
                remains.stream().map(r -> lost(r, now)).toList(),
                curl.accept(wish(index, remains)),
                mistyped ? "Type " + index + " to go on. Nothing was changed." : "");
    }

    private static AcceptWish wish(String index, List<ShardRemains> remains) {
        List<AcceptWish.Choice> choices = remains.stream()
                .filter(r -> r.best() != null)
                .map(r -> new AcceptWish.Choice(r.shard(), String.valueOf(best(r))))
                .toList();
        return new AcceptWish(
                index, choices, remains.stream().anyMatch(r -> !r.unreadable().isEmpty()));
    }

    private static String best(ShardRemains remains) {
        ShardRemains.Candidate best = remains.best();
        return best == null ? "" : best.node();
    }

    private static Lost lost(ShardRemains remains, Instant now) {
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
                        + " before that node lost its data; should they come back, it serves again by itself.";
        return new Lost(
                remains.shard(),
                state + known + returns,
                remains.candidates().stream()
                        .map(c -> option(c, best(remains), now))
                        .toList());
    }

    private static Option option(ShardRemains.Candidate copy, String best, Instant now) {
        String since = "out of sync for " + Words.span(Age.of(copy.since(), now))
                + (copy.reason().isEmpty() ? "" : ": " + copy.reason()) + "; "
                + Words.count(copy.writesSince(), "write", "writes") + " to the index since";
        return new Option(
                copy.node(),
                copy.documents() == null ? "not counted" : Words.count(copy.documents(), "document", "documents"),
                since + (copy.trouble().isEmpty() ? "" : "; not now: " + copy.trouble()),
                copy.trouble().isEmpty(),
                copy.node().equals(best));
    }
}
