package miroir.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import miroir.console.model.Badge;
import miroir.console.model.Bar;
import miroir.console.model.Choice;
import miroir.console.model.CopyLook;
import miroir.console.model.Hit.Run;
import miroir.console.model.MessagePage;
import miroir.console.model.ShardsPage;
import miroir.console.model.ShardsQuery;
import miroir.console.model.Shell;
import miroir.console.model.Stamp;
import miroir.console.model.Tone;
import miroir.console.model.VerifyActs;
import miroir.console.templates.StaticTemplates;
import org.junit.jupiter.api.Test;

class TemplatesTest {
    private static final StaticTemplates TEMPLATES = new StaticTemplates();

    private static Shell shell(String csrf) {
        return new Shell(
                "Nodes",
                "nodes",
                "a<b",
                "0.1.0",
                "abc",
                "dark",
                true,
                csrf,
                !csrf.isEmpty(),
                new Badge(Tone.OK, "Healthy"),
                Shell.READS_ONLY);
    }

    @Test
    void the_shell_marks_the_present_page_and_escapes_the_cluster_s_name() {
        MessagePage page = new MessagePage("Gone", "<i>", "/x", List.of(new Choice("Nodes", "/console/nodes", false)));
        String html = TEMPLATES.pageMessage(shell(""), page).render();
        assertThat(html).contains("<a href=\"/console/nodes\" aria-current=\"page\">Nodes</a>");
        assertThat(html).contains("<title>Nodes · a&lt;b · Miroir</title>", "data-theme=\"dark\"", "&lt;i&gt;");
        assertThat(html).doesNotContain("Sign out");
        assertThat(TEMPLATES.pageMessage(shell("token"), page).render()).contains("Sign out", "value=\"token\"");
    }

    @Test
    void what_is_to_be_typed_is_in_code_type_and_escaped() {
        assertThat(TEMPLATES.tagProse("Use `a<b` & go.").render())
                .isEqualToIgnoringWhitespace("Use <code>a&lt;b</code> &amp; go.");
    }

    @Test
    void a_badge_is_a_shape_and_a_word() {
        String html = TEMPLATES.tagBadge(new Badge(Tone.BAD, "Failed")).render();
        assertThat(html).contains("tone-bad", "<path", "Failed");
    }

    @Test
    void a_bar_says_what_it_shows() {
        Bar bar = Bar.of("1 of 4", 4, new Bar.Part("bar-ok", 1), new Bar.Part("bar-bad", 0));
        assertThat(TEMPLATES.tagBar(bar).render())
                .contains("aria-label=\"1 of 4\"", "class=\"bar-ok\" x=\"0.0\" y=\"0\" width=\"25.0\"")
                .doesNotContain("bar-bad");
    }

    @Test
    void a_moment_has_its_machine_form_and_absence_has_a_word() {
        assertThat(TEMPLATES
                        .tagStamp(Stamp.of(Pictures.NOW, Pictures.NOW.minusSeconds(60), "never"))
                        .render())
                .contains("datetime=\"2026-11-22T12:06:00Z\"", "title=\"2026-11-22 12:06:00 UTC\"", "60 s ago");
        assertThat(TEMPLATES.tagStamp(Stamp.of(Pictures.NOW, null, "never")).render())
                .contains("never")
                .doesNotContain("<time");
    }

    @Test
    void runs_are_escaped_and_marks_are_the_only_elements() {
        assertThat(TEMPLATES
                        .tagRuns(List.of(new Run("<b>", true), new Run("&", false)))
                        .render())
                .isEqualToIgnoringWhitespace("<mark>&lt;b&gt;</mark>&amp;");
    }

    @Test
    void the_map_has_a_body_and_a_title_for_each_copy() {
        ShardsPage page = ShardsPage.of(Pictures.healthy(), new ShardsQuery("movies", "", "", false), Pictures.NOW);
        String html = TEMPLATES
                .pageShards(shell(""), page, CopyLook.legend(), VerifyActs.NONE)
                .render();
        String map = html.substring(html.indexOf("id=\"shard-map\""));
        assertThat(map.split("<a class=\"cell\"", -1)).hasSize(129);
        assertThat(map.split("<rect class=\"copy-body\"", -1)).hasSize(129);
        assertThat(map).contains("movies shard 0, rank 0, ", ">S</text>");
    }
}
