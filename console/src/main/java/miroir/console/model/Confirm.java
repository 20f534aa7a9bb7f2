package miroir.console.model;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import miroir.core.plan.TopologyWish;
import miroir.engine.api.OperationPicture;
import miroir.engine.api.PlanPicture;
import org.jspecify.annotations.Nullable;

/**
 * The last question before an order.
 *
 * @param effects what will happen, one sentence each
 * @param word what has to be typed; empty: nothing
 * @param wordLabel what the word is the name of
 * @param action where the form goes
 * @param button verb and object
 * @param back the safe choice
 * @param error what was wrong with what was typed; empty: nothing
 */
public record Confirm(
        String title,
        List<String> effects,
        String word,
        String wordLabel,
        String action,
        String button,
        Choice back,
        String curl,
        String error) {

    /** Whether to carry out a plan. */
    public static Confirm apply(PlanPicture picture, Curl curl, @Nullable String typed) {
        TopologyWish wish = picture.plan().wish();
        String title = PlanWords.title(wish);
        String word = destroyed(wish);
        String href = Links.plan(picture.planId());
        return new Confirm(
                title,
                List.of(PlanWords.headline(picture.plan()), consequence(wish)),
                word,
                wish.removeNodes().isEmpty() ? "group" : "node",
                href + "/apply",
                "Apply: " + title.substring(0, 1).toLowerCase(Locale.ROOT) + title.substring(1),
                new Choice("Back to the plan", href, false),
                curl.apply(picture.planId()),
                typed == null || typed.strip().equals(word) ? "" : "Type " + word + " to go on. Nothing was changed.");
    }

    /** Whether to end an operation early. */
    public static Confirm cancel(OperationPicture operation, Curl curl) {
        String href = Links.operation(operation.operationId());
        int done = operation.progress().copiesDone();
        return new Confirm(
                "Cancel: " + operation.title(),
                List.of(
                        Words.count(done, "copy that is done stays", "copies that are done stay")
                                + ", the others are undone or never start.",
                        "Nothing becomes unsearchable. The cluster may be left less even than before."),
                "",
                "",
                href + "/cancel",
                "Cancel the operation",
                new Choice("Keep it running", href, false),
                curl.steer(operation.operationId(), "cancel"),
                "");
    }

    /** What a wish takes away for good, as it has to be typed. */
    private static String destroyed(TopologyWish wish) {
        List<String> names = Stream.concat(
                        wish.removeNodes().stream().map(n -> n.value()),
                        wish.removeGroups().stream().map(g -> Integer.toString(g.number())))
                .toList();
        return String.join(" ", names);
    }

    private static String consequence(TopologyWish wish) {
        if (!wish.removeNodes().isEmpty() || !wish.removeGroups().isEmpty()) {
            return "Do not switch anything off before the operation says that it is safe. "
                    + "What is removed cannot be taken back without copying it again.";
        }
        return "Writes and searches go on meanwhile. It can be paused, slowed down and canceled.";
    }
}
