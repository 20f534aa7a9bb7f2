package miroir.e2e;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * What a plan's page promises, and what became of it.
 *
 * @param copies as in the tile
 * @param moves "index shard from>to" with the documents of each
 */
record Planned(int copies, Map<String, Integer> moves) {
    private static final Pattern PLAN = Pattern.compile("/console/plans/[0-9a-f]+");
    private static final Pattern OPERATION = Pattern.compile("/console/operations/[0-9a-f]+$");

    /** Reads the plan that the browser was sent to. */
    static Planned on(Page page) {
        assertThat(page).hasURL(PLAN);
        String built = page.locator(".tiles-plan .tile-value").first().innerText();
        return new Planned(number(built), rows(page, "#moves-table", false));
    }

    /** The moves of a table; that of a running operation names index and shard in one cell, that of a plan numbers its rows. */
    private static Map<String, Integer> rows(Page page, String table, boolean running) {
        Map<String, Integer> moves = new TreeMap<>();
        for (Object row : (List<?>) page.locator(table + " tbody tr")
                .evaluateAll("rows => rows.map(r => [...r.cells].map(c => c.innerText.trim()).join('|'))")) {
            String[] cells = row.toString().split("\\|", -1);
            String copy = running ? cells[0] : cells[1] + " " + cells[2];
            int from = running ? 1 : 3;
            moves.put(copy + " " + cells[from] + ">" + cells[from + 1], number(cells[running ? 4 : 5]));
        }
        return moves;
    }

    private static int number(String text) {
        return Integer.parseInt(text.split(" ", -1)[0].replace(",", ""));
    }

    /** Applies the plan that is shown, and returns the operation's id once its page is there. */
    static String apply(Page page) {
        page.locator("#apply").click();
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(Pattern.compile("^Apply: ")))
                .click();
        assertThat(page).hasURL(OPERATION);
        return page.url().replaceFirst(".*/", "");
    }

    /** The operation did what was promised: the same copies, and of the index nobody writes the same documents. */
    void matches(Page page, Api miroir, String operation, String quiet) {
        JsonNode ended = miroir.get("/_miroir/operations/" + operation).json();
        assertThat(ended.path("status").asText()).as(ended.toString()).isEqualTo("succeeded");
        assertThat(ended.path("progress").path("copiesDone").asInt()).isEqualTo(copies);
        Map<String, Integer> done = rows(page, "#progress-table", true);
        assertThat(done.keySet()).isEqualTo(moves.keySet()).hasSize(copies);
        assertThat(of(done, quiet)).isNotEmpty().isEqualTo(of(moves, quiet));
        for (String move : done.keySet()) {
            List<String> parts = List.of(move.split("[ >]", -1));
            assertThat(nodes(miroir, parts.get(0), Integer.parseInt(parts.get(1))))
                    .as(move)
                    .contains(parts.get(3))
                    .doesNotContain(parts.get(2));
        }
    }

    private static Map<String, Integer> of(Map<String, Integer> moves, String index) {
        Map<String, Integer> own = new TreeMap<>(moves);
        own.keySet().removeIf(move -> !move.startsWith(index + " "));
        return own;
    }

    private static TreeSet<String> nodes(Api miroir, String index, int shard) {
        TreeSet<String> nodes = new TreeSet<>();
        JsonNode shards = miroir.get("/_miroir/indexes/" + index + "/shards").json();
        shards.path(shard)
                .path("copies")
                .forEach(copy -> nodes.add(copy.path("node").asText()));
        return nodes;
    }
}
