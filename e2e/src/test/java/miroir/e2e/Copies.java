package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The copies of the films as the API, the map and its table name them: "shard node rank word". */
final class Copies {
    /** The words with which the console names what the API says of a copy. */
    private static final Map<String, String> WORDS = Map.of(
            "inSync true true", "serving",
            "inSync true false", "serving, standing by",
            "inSync false false", "unreachable",
            "syncing false false", "building",
            "stale false false", "stale");

    private Copies() {}

    /** Every copy by the API. */
    static Set<String> ofApi(Api miroir) {
        Set<String> copies = new TreeSet<>();
        for (JsonNode shard : miroir.get("/_miroir/indexes/films/shards").json()) {
            for (JsonNode copy : shard.path("copies")) {
                String key =
                        copy.path("state").asText() + " " + copy.path("serving").asBoolean() + " "
                                + copy.path("asked").asBoolean();
                copies.add(shard.path("shard").asInt() + " " + copy.path("node").asText() + " "
                        + copy.path("rank").asInt() + " " + WORDS.get(key));
            }
        }
        return copies;
    }

    /** Every copy by the cells of a map: where they stand and what they say must agree. */
    static Set<String> ofMap(Page page) {
        Pattern title = Pattern.compile("films shard (\\d+), rank (\\d+), (\\S+): (.*), [\\d,]+ documents.*");
        Set<String> copies = new TreeSet<>();
        for (Object label : (List<?>) page.locator(".cell[id^=copy-]")
                .evaluateAll("cells => cells.map(c => c.id + '|' + c.getAttribute('aria-label'))")) {
            String[] both = label.toString().split("\\|", 2);
            var match = title.matcher(both[1]);
            assertThat(match.matches()).as(both[1]).isTrue();
            assertThat(both[0]).isEqualTo("copy-" + match.group(1) + "-" + match.group(3));
            copies.add(match.group(1) + " " + match.group(3) + " " + match.group(2) + " " + match.group(4));
        }
        return copies;
    }

    /** Every copy by the rows of the table. */
    static Set<String> ofTable(Page page) {
        Set<String> copies = new TreeSet<>();
        for (Object row : (List<?>) page.locator("#copies-table tbody tr")
                .evaluateAll("rows => rows.map(r => [0, 1, 3].map(i => r.cells[i].innerText.trim()).join(' ')"
                        + " + ' ' + r.querySelector('.copy-state > span').innerText.trim())")) {
            copies.add(row.toString());
        }
        return copies;
    }

    /** With nodes as rows: each cell is in its node's row and under its shard's number. */
    static void standInTheirRow(Page page) {
        Object astray = page.evaluate("""
                () => [...document.querySelectorAll('.map tbody tr')].flatMap(row => {
                  const name = row.querySelector('th').innerText.trim().split(/\\s/)[0];
                  const ticks = [...row.closest('table').querySelectorAll('.tick')];
                  return [...row.querySelectorAll('.cell[id^=copy-]')].filter(cell => {
                    const [, shard, node] = cell.id.match(/^copy-(\\d+)-(.*)$/);
                    const tick = ticks.find(t => t.firstChild.data === shard);
                    const middle = e => e.getBoundingClientRect().left + e.getBoundingClientRect().width / 2;
                    return node !== name || Math.abs(middle(tick) - middle(cell.querySelector('rect'))) > 2;
                  }).map(cell => cell.id);
                })
                """);
        assertThat((List<?>) astray).isEmpty();
    }
}
