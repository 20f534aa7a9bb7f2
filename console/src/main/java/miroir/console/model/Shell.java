package miroir.console.model;

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
 * @param csrf token for forms; empty when nobody needs to sign in
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
        Badge status) {

    /** One entry of the navigation. */
    public record Entry(String key, String label, String href) {}

    /** A titled run of entries. */
    public record Section(String title, List<Entry> entries) {}

    private static final List<Section> NAVIGATION = List.of(
            new Section(
                    "Cluster",
                    List.of(
                            new Entry("overview", "Overview", Links.ROOT),
                            new Entry("nodes", "Nodes", Links.ROOT + "/nodes"),
                            new Entry("shards", "Shards", Links.ROOT + "/shards"))),
            new Section(
                    "Data",
                    List.of(
                            new Entry("indexes", "Indexes", Links.ROOT + "/indexes"),
                            new Entry("search", "Search", Links.ROOT + "/search"),
                            new Entry("tasks", "Tasks", Links.ROOT + "/tasks"))),
            new Section("About", List.of(new Entry("help", "Help", Links.ROOT + "/help"))));

    /** The navigation, in order. */
    public List<Section> navigation() {
        return NAVIGATION;
    }

    /** Whether the cluster has a name of its own. */
    public boolean named() {
        return !cluster.equalsIgnoreCase("miroir");
    }

    /** Whether a sign-out button is due. */
    public boolean signedIn() {
        return !csrf.isEmpty();
    }
}
