package miroir.engine.error;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ExcerptTest {
    @Test
    void short_texts_stay_whole() {
        String text = "x".repeat(Excerpt.WHOLE);
        assertThat(Excerpt.around(text, 500)).isEqualTo(text);
        assertThat(new ApiError(ErrorCode.INTERNAL, text).message()).isEqualTo(text);
    }

    @Test
    void of_long_ones_what_stands_around_is_shown() {
        String text = "a".repeat(5000) + "HERE" + "b".repeat(5000);
        assertThat(Excerpt.around(text, 5000))
                .hasSize(Excerpt.SHOWN + 2)
                .startsWith("…aaa")
                .contains("aHEREb")
                .endsWith("b…");
        assertThat(Excerpt.around(text, 0))
                .hasSize(Excerpt.SHOWN + 1)
                .startsWith("aaa")
                .endsWith("a…");
        assertThat(Excerpt.around(text, text.length()))
                .hasSize(Excerpt.SHOWN + 1)
                .startsWith("…b")
                .endsWith("bb");
    }

    @Test
    void no_character_is_cut_in_half() {
        String text = "😀".repeat(5000);
        for (int at = 0; at <= text.length(); at += 997) {
            assertThat(Excerpt.around(text, at).replace("…", "").replace("😀", ""))
                    .isEmpty();
        }
        assertThat(new ApiError(ErrorCode.INTERNAL, "x" + text)
                        .message()
                        .replace("…", "")
                        .replace("😀", ""))
                .isEqualTo("x");
    }

    @Test
    void every_message_has_a_bound() {
        String message = new ApiError(ErrorCode.INTERNAL, "begin" + "x".repeat(1_000_000) + "end").message();
        assertThat(message)
                .hasSizeLessThanOrEqualTo(Excerpt.MESSAGE + 1)
                .startsWith("begin")
                .endsWith("end");
    }
}
