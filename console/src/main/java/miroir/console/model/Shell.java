package miroir.console.model;

import java.util.ArrayList;
import java.util.List;

/**
 * What frames every page.
 *
 * @param title the page's name
 * @param active key of the navigation entry
 * @param cluster the cluster's name
 * @param version of Miroir
 * @param assets version of the style sheet and script, for their addresses
 * @param theme auto, light or dark
 * @param live whether the page refreshes itself
 * @param csrf token for forms; empty where no page has one
 * @param signedIn whether a sign-out button is due
 */
public record Shell(
        String title,
        String active,
        String cluster,
        String version,
        String assets,
        String theme,
        boolean live,
        String csrf,
        boolean signedIn,
        Badge status,
        Steering steering) {

    /** A view without operations. */
    public static final Steering READS_ONLY = new Steering(false, 0, "", "");

    /**
     * What can be steered.
     *
     * @param offered whether topology and operations have pages
     * @param running operations that have not ended
     * @param href the page of the one operation that runs, or of all
     * @param text the same in a few words; empty when none runs
     */
    public record Steering(boolean offered, int running, String href, String text) {}

    /** One entry of the navigation. */
    public record Entry(String key, String label, String href) {}

    /** A titled run of entries. */
    public record Section(String title, List<Entry> entries) {}

    private static final List<Entry> CLUSTER =
            List.of(entry("overview", "Overview", ""), entry("nodes", "Nodes"), entry("shards", "Shards"));
    private static final List<Entry> STEERED =
            List.of(entry("topology", "Topology"), entry("operations", "Operations"));
    private static final List<Entry> DATA =
            List.of(entry("indexes", "Indexes"), entry("search", "Search"), entry("tasks", "Tasks"));
    private static final List<Entry> RECORDS = List.of(entry("audit", "Audit"), entry("help", "Help"));

    private static Entry entry(String key, String label) {
        return entry(key, label, "/" + key);
    }

    private static Entry entry(String key, String label, String path) {
        return new Entry(key, label, Links.ROOT + path);
    }

    /** The navigation, in order. */
    public List<Section> navigation() {
        List<Entry> cluster = new ArrayList<>(CLUSTER);
        if (steering.offered()) {
            cluster.addAll(STEERED);
        }
        return List.of(new Section("Cluster", cluster), new Section("Data", DATA), new Section("Records", RECORDS));
    }

    /** Whether the cluster has a name of its own. */
    public boolean named() {
        return !cluster.equalsIgnoreCase("miroir");
    }
}
