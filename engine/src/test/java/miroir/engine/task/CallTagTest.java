package miroir.engine.task;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
        CallTag tag = new CallTag("c1", "4-9,12", 1, 0);
        assertThat(tag.text()).isEqualTo("miroir:c1:4-9,12:1:0");
        assertThat(CallTag.of(tag.text(), "c1")).contains(tag);
        assertThat(List.of(4L, 7L, 9L, 12L)).allMatch(tag::carries);
        assertThat(tag.last()).isEqualTo(12);
        assertThat(new CallTag("c1", "4-9", 1, 0).last()).isEqualTo(9);
        assertThat(CallTag.anyOf(tag.text())).contains(tag);
        assertThat(CallTag.anyOf("miroir-sync:c1:4:0")).isEmpty();
        assertThat(List.of(3L, 10L, 11L, 13L)).noneMatch(tag::carries);
    }

    @Test
    void a_tag_of_others_is_not_read() {
        assertThat(CallTag.of("miroir:c2:4:0:0", "c1")).isEmpty();
        assertThat(CallTag.of("", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:copy", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:x:0:0", "c1")).isEmpty();
        assertThat(CallTag.of("miroir:c1:4-:0:0", "c1")).isEmpty();
    }
}
