package miroir.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallTagTest {
    @Test
    void tasks_of_one_call_are_named_by_ranges_that_leave_out_what_is_not_sent() {
        List<Long> all = List.of(4L, 5L, 9L, 10L, 12L);
        assertThat(CallTag.tasks(all, all)).isEqualTo("4-12");
        assertThat(CallTag.tasks(all, List.of(4L, 5L, 10L))).isEqualTo("4-5,10");
        assertThat(CallTag.tasks(all, List.of(9L))).isEqualTo("9");
        assertThat(CallTag.tasks(all, List.of(4L, 9L, 12L))).isEqualTo("4,9,12");
    }

    @Test
    void a_tag_that_is_read_again_says_which_tasks_it_carries() {
        CallTag tag = new CallTag("c1", "4-9,12", 1, 0, Set.of(0, 3, 17));
        assertThat(tag.text()).isEqualTo("miroir:c1:4-9,12:1:0:CQAC");
        assertThat(CallTag.of(tag.text(), "c1")).contains(tag);
        assertThat(List.of(4L, 7L, 9L, 12L)).allMatch(tag::carries);
        assertThat(tag.last()).isEqualTo(12);
        assertThat(new CallTag("c1", "4-9", 1, 0, Set.of()).last()).isEqualTo(9);
        assertThat(CallTag.anyOf(tag.text())).contains(tag);
        assertThat(CallTag.anyOf("miroir-sync:c1:4:0")).isEmpty();
        assertThat(List.of(3L, 10L, 11L, 13L)).noneMatch(tag::carries);
    }

    @Test
    void a_call_stands_for_another_when_it_was_for_all_of_its_shards() {
        CallTag wide = new CallTag("c1", "4", 0, 0, Set.of(1, 2));
        CallTag narrow = new CallTag("c1", "4", 0, 0, Set.of(1));
        assertThat(wide.stands(narrow)).isTrue();
        assertThat(narrow.stands(wide)).isFalse();
        assertThat(wide.stands(new CallTag("c1", "4", 0, 1, Set.of(1)))).isFalse();
        CallTag older = CallTag.of("miroir:c1:4:0:0", "c1").orElseThrow();
        assertThat(older.stands(narrow)).isFalse();
    }

    @Test
    void a_tag_with_too_many_shards_names_none() {
        Set<Integer> all = IntStream.range(0, 65_536).boxed().collect(Collectors.toSet());
        CallTag tag = new CallTag("c1", "4", 0, 0, all);
        assertThat(tag.text()).isEqualTo("miroir:c1:4:0:0");
        assertThat(CallTag.of(tag.text(), "c1").orElseThrow().stands(tag)).isFalse();
    }

    @Test
    void a_tag_of_others_is_not_read() {
        assertThat(CallTag.of("miroir:c2:4:0:0", "c1")).isEmpty();
        assertThat(CallTag.of("", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:copy", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:x:0:0", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:4-:0:0", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:4:0:0:", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:4:0:0:CQACx", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:4:0:0:CQ=C", "c1")).isEmpty();
    }
}
