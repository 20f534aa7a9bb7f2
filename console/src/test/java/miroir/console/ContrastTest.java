package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Colours of the style sheet against WCAG 2.2 (1.4.3 and 1.4.11), in both themes. */
class ContrastTest {
    private static final Pattern TOKEN = Pattern.compile("--([a-z-]+): light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)");
    private static final Map<String, String[]> TOKENS = new HashMap<>();

    @BeforeAll
    static void read() throws IOException {
        try (InputStream in = ContrastTest.class.getResourceAsStream("/static/css/app.css")) {
            assertThat(in).isNotNull();
            Matcher m = TOKEN.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            while (m.find()) {
                TOKENS.put(m.group(1), new String[] {m.group(2), m.group(3)});
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "ink, ground",
        "ink, surface",
        "ink, raised",
        "ink-soft, ground",
        "ink-soft, surface",
        "ink-soft, raised",
        "link, surface",
        "link, ground",
        "link, raised",
        "blue-ink, blue",
        "blue-ink, red-ink",
        "mirror-ink, mirror",
        "ink, sky-soft",
        "ink, orange-soft",
        "link, orange-soft",
        "orange-ink, surface",
        "ink, red-soft",
        "link, red-soft",
        "red-ink, surface",
        "red-ink, raised"
    })
    void text_stands_out_from_its_ground(String text, String ground) {
        assertContrast(text, ground, 4.5);
    }

    @ParameterizedTest
    @CsvSource({"blue, surface", "red, surface", "grey, surface", "line-strong, surface", "focus, ground"})
    void shapes_stand_out_from_their_ground(String shape, String ground) {
        assertContrast(shape, ground, 3);
    }

    private static void assertContrast(String a, String b, double least) {
        for (int theme = 0; theme < 2; theme++) {
            double contrast = contrast(colour(a, theme), colour(b, theme));
            assertThat(contrast)
                    .as("%s on %s, %s theme", a, b, theme == 0 ? "light" : "dark")
                    .isGreaterThanOrEqualTo(least);
        }
    }

    private static String colour(String token, int theme) {
        return Objects.requireNonNull(TOKENS.get(token), token)[theme];
    }

    private static double contrast(String a, String b) {
        double x = luminance(a);
        double y = luminance(b);
        return (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05);
    }

    private static double luminance(String hex) {
        return 0.2126 * channel(hex, 1) + 0.7152 * channel(hex, 3) + 0.0722 * channel(hex, 5);
    }

    private static double channel(String hex, int at) {
        double c = Integer.parseInt(hex.substring(at, at + 2), 16) / 255.0;
        return c <= 0.04045 ? c / 12.92 : Math.pow((c + 0.055) / 1.055, 2.4);
    }
}
