package miroir.engine.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.node.TextNode;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import miroir.engine.error.ApiException;
import miroir.engine.error.ErrorCode;
import miroir.engine.settings.IndexSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What reading a request costs grows no faster than the request: counted in bytes allocated, not in time. */
class FilterCostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static long allocated(Runnable work) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        work.run();
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    private static String many(String condition, String word, int count) {
        return IntStream.range(0, count).mapToObj(i -> condition).collect(Collectors.joining(" " + word + " "));
    }

    private static Filter parse(String filter) {
        Filter parsed = FilterSyntax.parse(TextNode.valueOf(filter), ErrorCode.INVALID_SEARCH_FILTER);
        return Objects.requireNonNull(parsed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1",
                "'a' != \"b\\\"c\"",
                "a 1 TO 2",
                "a IN [b, c]",
                "NOT a IS NOT NULL",
                "(a EXISTS)",
                "_geoRadius(1, 2, 3)",
                "_vectors.x EXISTS",
                "_vectors.x = 1",
                "_foreign(a, b = 1)"
            })
    void memory_grows_with_the_filter_and_no_faster(String condition) {
        String small = many(condition, "OR", 500);
        String large = many(condition, "OR", 10_000);
        parse(small);
        long once = allocated(() -> parse(small));
        long twenty = allocated(() -> parse(large));
        assertThat(twenty).isLessThan(26 * once);
    }

    @Test
    void a_filter_of_fifty_thousand_conditions_keeps_its_text_once() {
        List<Filter.Condition> conditions = parse(many("a = 1", "AND", 50_000)).conditions();
        assertThat(conditions).hasSize(50_000);
        Filter.Mention first = Objects.requireNonNull(conditions.get(0).attribute());
        assertThat(conditions)
                .allSatisfy(condition -> assertThat(
                                Objects.requireNonNull(condition.attribute()).source())
                        .isSameAs(first.source()));
        assertThat(first.place()).startsWith("499991:499992 …").hasSizeLessThan(230);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a = 1 b = 2",
                "a = ",
                "(a = 1",
                "a = 'x",
                "a = '\\q'",
                "a IN [b",
                "a IN b",
                "_foreign(a",
                "_geoRadius(1",
                "_vectors.x. EXISTS",
                "a",
                "AND = 1"
            })
    void a_long_filter_is_not_repeated_whole(String fault) {
        String before = many("a = 1", "AND", 20_000) + " AND ";
        String after = " AND " + many("b = 1", "AND", 20_000);
        for (String filter : List.of(before + fault, fault + after, before + fault + after)) {
            ApiException refused = catchThrowableOfType(ApiException.class, () -> parse(filter));
            if (refused != null) { // a keyword may be read as a part of what follows
                assertThat(refused.error().message()).contains("…").hasSizeLessThan(1200);
            }
        }
        assertThat(catchThrowableOfType(ApiException.class, () -> parse(before + fault)))
                .isNotNull();
    }

    @Test
    void an_attribute_that_cannot_be_filtered_is_shown_where_it_stands() {
        String filter = many("a = 1", "AND", 30_000) + " AND _miroir_shard = 2 AND " + many("a = 1", "AND", 30_000);
        SearchRequest request =
                SearchRequest.fromJson(("{\"filter\": \"" + filter + "\"}").getBytes(StandardCharsets.UTF_8));
        IndexSettings settings = IndexSettings.of("{\"filterableAttributes\": [\"a\"]}");
        ApiException refused =
                catchThrowableOfType(ApiException.class, () -> ReservedNames.check(request, "books", settings));
        assertThat(refused.error().message())
                .contains("Attribute `_miroir_shard` is not filterable", "_miroir_shard", "…")
                .hasSizeLessThan(500);
    }

    @Test
    void nesting_is_bounded() {
        for (String deep :
                List.of("(".repeat(100_000), "NOT ".repeat(100_000) + "a = 1", "_foreign(a, ".repeat(50_000))) {
            ApiException refused = catchThrowableOfType(ApiException.class, () -> parse(deep));
            assertThat(refused.error().message()).hasSizeLessThan(1200);
        }
    }

    @Test
    void a_name_nobody_knows_is_not_compared_letter_by_letter() {
        String body = "{\"" + "x".repeat(300_000) + "\": 1, \"matchingStrategy\": \"last\"}";
        byte[] json = body.getBytes(StandardCharsets.UTF_8);
        long bytes = allocated(() -> {
            ApiException refused = catchThrowableOfType(ApiException.class, () -> SearchRequest.fromJson(json));
            assertThat(refused.error().message()).hasSizeLessThan(6000);
        });
        assertThat(bytes).isLessThan(100L * json.length);
    }
}
