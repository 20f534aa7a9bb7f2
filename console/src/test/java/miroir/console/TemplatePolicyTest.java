package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The strict content security policy and htmx's safe settings hold only while no template breaks these rules. */
class TemplatePolicyTest {
    private static final Path TEMPLATES = Path.of("src/main/jte");

    private record Rule(String name, Pattern broken) {}

    private static final List<Rule> RULES = List.of(
            new Rule("no style attribute", Pattern.compile("\\sstyle\\s*=")),
            new Rule("no inline style", Pattern.compile("<style\\b")),
            new Rule("no inline script", Pattern.compile("<script(?![^>]*\\bsrc=)")),
            new Rule("no event attribute", Pattern.compile("<[^>]*\\son[a-z]+\\s*=")),
            new Rule("no hx-on", Pattern.compile("hx-on")),
            new Rule("no hx-vals or hx-headers", Pattern.compile("hx-(vals|headers|vars)")),
            new Rule("no js: or javascript: value", Pattern.compile("[\"'](js|javascript):")),
            new Rule("no trigger filter", Pattern.compile("hx-trigger=\"[^\"]*\\[")),
            new Rule("no unescaped output", Pattern.compile("\\$unsafe|@raw")),
            new Rule("nothing from elsewhere", Pattern.compile("(src|href)=\"(https?:)?//")),
            new Rule("buttons say their type", Pattern.compile("<button(?![^>]*\\btype=)")),
            new Rule(
                    "posting forms carry the token",
                    Pattern.compile("<form method=\"post\"(?:(?!</form>).)*</form>", Pattern.DOTALL)));

    private static List<String> violations(String text) {
        List<String> found = new ArrayList<>();
        for (Rule rule : RULES) {
            boolean hit = rule.broken()
                    .matcher(text)
                    .results()
                    .anyMatch(m -> !m.group().contains("name=\"_csrf\""));
            if (hit) {
                found.add(rule.name());
            }
        }
        return found;
    }

    @Test
    void no_template_breaks_the_policy() throws IOException {
        try (Stream<Path> files = Files.walk(TEMPLATES)) {
            List<Path> templates =
                    files.filter(p -> p.toString().endsWith(".jte")).toList();
            assertThat(templates).hasSizeGreaterThan(20);
            for (Path template : templates) {
                assertThat(violations(Files.readString(template)))
                        .as(template.toString())
                        .isEmpty();
            }
        }
    }

    @Test
    void the_rules_see_what_they_forbid() {
        String bad =
                "<p style=\"x\" onclick=\"y\"><script>z</script><i hx-on:click=\"1\" hx-trigger=\"click[ctrlKey]\">"
                        + "$unsafe{a}<a href=\"javascript:b\"><button>c</button><form method=\"post\"></form>";
        assertThat(violations(bad)).hasSize(9);
    }
}
