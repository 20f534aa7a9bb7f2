package miroir.engine.operation;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.List;
import miroir.core.placement.CopyState;
import miroir.engine.api.AcceptWish;
import miroir.engine.api.ShardRemains;
import miroir.engine.api.ShardRemains.Candidate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which copy is recommended, and which only force takes. */
class SelectionTest {
    private static Candidate copy(String node, @Nullable Long documents, String trouble) {
        return new Candidate(node, 0, 0, CopyState.STALE, Instant.EPOCH, "", documents, 0, trouble);
    }

    private static ShardRemains shard(List<String> unreadable, List<String> mayReturn, Candidate... candidates) {
        return new ShardRemains(3, null, List.of(), unreadable, mayReturn, List.of(candidates));
    }

    private static String best(ShardRemains remains) {
        return requireNonNull(remains.best()).node();
    }

    private static @Nullable String refusal(ShardRemains remains, String node, boolean force) {
        return Selection.of(List.of(remains), AcceptWish.of("books", 3, node, force))
                .refusal();
    }

    @Test
    void the_copy_with_the_most_documents_is_recommended_when_all_are_counted() {
        ShardRemains remains = shard(List.of(), List.of("d"), copy("a", 7L, ""), copy("b", 5L, ""), copy("c", 0L, ""));
        assertThat(best(remains)).isEqualTo("a");
        assertThat(remains.withheld()).isEmpty();
        assertThat(refusal(remains, "b", false)).isNull();
        assertThat(refusal(remains, "c", false)).contains("which is empty", "a has 7 documents", "`force`");
        assertThat(refusal(remains, "c", true)).isNull();
    }

    @Test
    void nothing_is_recommended_while_a_copy_is_not_counted_that_may_have_more() {
        ShardRemains remains = shard(List.of(), List.of(), copy("a", 7L, ""), copy("b", null, "node b is down"));
        assertThat(remains.best()).isNull();
        assertThat(remains.withheld()).isEqualTo("the copy on b may have documents and is not counted: node b is down");
        assertThat(refusal(remains, "a", false))
                .isEqualTo(
                        "Shard 3 of `books` would be given up for the copy on a, which has 7 documents: the copy on b"
                                + " may have documents and is not counted: node b is down. It is accepted with `force` only.");
        assertThat(refusal(remains, "a", true)).isNull();
        assertThat(refusal(remains, "b", true)).contains("cannot be accepted now: node b is down");
    }

    @Test
    void nothing_is_recommended_while_a_fuller_copy_cannot_be_accepted() {
        ShardRemains remains = shard(List.of(), List.of(), copy("a", 7L, ""), copy("b", 9L, "node b takes no writes"));
        assertThat(remains.best()).isNull();
        assertThat(remains.withheld()).contains("b has 9 documents and cannot be accepted now: node b takes no writes");
    }

    @Test
    void an_empty_copy_is_recommended_only_when_nothing_else_is_left_or_may_return() {
        Candidate empty = copy("a", 0L, "");
        assertThat(best(shard(List.of(), List.of(), empty, copy("b", 0L, "")))).isEqualTo("a");
        assertThat(best(shard(List.of(), List.of(), empty, copy("b", 0L, "node b is down"))))
                .isEqualTo("a");
        assertThat(shard(List.of(), List.of("a"), empty).best()).isNull();
        assertThat(shard(List.of("c"), List.of(), empty).best()).isNull();
        assertThat(shard(List.of(), List.of(), empty, copy("b", 1L, "node b takes no writes"))
                        .best())
                .isNull();
        assertThat(shard(List.of(), List.of(), empty, copy("b", null, "")).best())
                .isNull();
    }

    @Test
    void a_copy_that_cannot_be_counted_is_not_recommended_and_not_called_the_fuller_one() {
        ShardRemains remains = shard(List.of(), List.of("a"), copy("a", null, ""));
        assertThat(remains.best()).isNull();
        assertThat(refusal(remains, "a", false)).contains("which cannot be counted", "last copy was on a");
        assertThat(shard(List.of(), List.of(), copy("a", null, "")).withheld())
                .isEqualTo("the documents of the copy on a cannot be counted");
        assertThat(shard(List.of(), List.of()).withheld()).isEqualTo("there is no copy out of sync");
        assertThat(shard(List.of(), List.of(), copy("a", 7L, "node a is down")).withheld())
                .isEqualTo("no copy can be accepted now: a: node a is down");
    }

    @Test
    void shards_without_a_recommended_copy_are_left_for_the_reason_that_many_share() {
        ShardRemains good = shard(List.of(), List.of(), copy("a", 7L, ""));
        List<ShardRemains> found = List.of(good, empty(4), empty(5), empty(9));
        Selection all = Selection.of(found, new AcceptWish("books", null, true));
        assertThat(all.refusal()).isNull();
        assertThat(all.chosen()).containsExactly(java.util.Map.entry(3, "a"));
        assertThat(all.leftOut())
                .isEqualTo("Left as they are: shards 4, 5, 9: the last copy was on b, whose data may come back.");
        Selection none = Selection.of(found.subList(1, 4), new AcceptWish("books", null, false));
        assertThat(none.refusal()).startsWith("No copy of `books` is recommended. Left as they are: shards 4, 5, 9");
    }

    private static ShardRemains empty(int shard) {
        return new ShardRemains(shard, null, List.of(), List.of(), List.of("b"), List.of(copy("b", 0L, "")));
    }
}
