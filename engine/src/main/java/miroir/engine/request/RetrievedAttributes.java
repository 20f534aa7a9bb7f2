package miroir.engine.request;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import miroir.core.placement.ShardMarker;
import miroir.engine.settings.FilterableRule;
import org.jspecify.annotations.Nullable;

/**
 * Which attributes a node is asked to return and to format. Nodes display everything, so the client's
 * displayedAttributes are applied here, by exact names as Meilisearch does.
 *
 * @param retrieve null: all
 * @param wanted those of {@code retrieve} that the client asked for
 * @param added the others
 */
record RetrievedAttributes(
        @Nullable List<String> retrieve,
        List<String> wanted,
        Set<String> added,
        @Nullable List<String> highlight,
        @Nullable List<String> crop) {

    static RetrievedAttributes of(SearchRequest request, NodeAsk ask) {
        List<String> highlight = narrow(request.formatting().attributesToHighlight(), ask.displayed());
        List<String> crop = narrowCrop(request.formatting().attributesToCrop(), ask.displayed());
        List<String> wanted = narrow(request.attributesToRetrieve(), ask.displayed());
        if (wanted == null) {
            wanted = ask.displayed();
        }
        if (wanted == null || wanted.contains("*")) {
            return new RetrievedAttributes(null, List.of(), Set.of(), highlight, crop);
        }
        List<String> retrieve = new ArrayList<>(wanted);
        Set<String> added = new LinkedHashSet<>();
        add(ask.primaryKey(), retrieve, added);
        add(ask.distinctAttribute(), retrieve, added);
        add(ShardMarker.FIELD, retrieve, added);
        return new RetrievedAttributes(retrieve, wanted, added, highlight, crop);
    }

    /** What must leave the hit itself. */
    Set<String> strip() {
        Set<String> strip = new LinkedHashSet<>();
        strip.add(ShardMarker.FIELD);
        added.forEach(name -> strip.add(cut(name, wanted)));
        return strip;
    }

    /** What must leave {@code _formatted}: a name that is also formatted on the client's wish stays. */
    Set<String> stripFormatted() {
        Set<String> strip = new LinkedHashSet<>();
        strip.add(ShardMarker.FIELD);
        List<String> formatted = new ArrayList<>(highlight == null ? List.of() : highlight);
        if (crop != null) {
            crop.forEach(entry -> formatted.add(cropped(entry)));
        }
        List<String> shown = new ArrayList<>(formatted);
        shown.addAll(wanted);
        for (String name : added) {
            if (formatted.stream().noneMatch(f -> f.equals("*") || FilterableRule.isOrBelongsTo(name, f))) {
                strip.add(cut(name, shown));
            }
        }
        return strip;
    }

    /** The outermost object on the way to an attribute that holds nothing the client sees, else the attribute. */
    private static String cut(String name, List<String> shown) {
        for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
            String outer = name.substring(0, dot);
            if (shown.stream().noneMatch(other -> FilterableRule.isOrBelongsTo(other, outer))) {
                return outer;
            }
        }
        return name;
    }

    private static void add(@Nullable String name, List<String> retrieve, Set<String> added) {
        if (name != null && retrieve.stream().noneMatch(other -> FilterableRule.isOrBelongsTo(name, other))) {
            retrieve.add(name);
            added.add(name);
        }
    }

    private static @Nullable List<String> narrow(@Nullable List<String> names, @Nullable List<String> displayed) {
        if (names == null) {
            return null;
        }
        if (names.contains("*")) {
            return displayed == null ? List.of("*") : displayed;
        }
        Set<String> shown = displayed == null ? null : new HashSet<>(displayed);
        return names.stream().filter(name -> isVisible(name, shown)).toList();
    }

    private static @Nullable List<String> narrowCrop(@Nullable List<String> entries, @Nullable List<String> displayed) {
        if (entries == null) {
            return null;
        }
        List<String> crop = new ArrayList<>();
        Set<String> visible = displayed == null ? null : new HashSet<>(displayed);
        for (String entry : entries) {
            String name = cropped(entry);
            if (name.equals("*") && displayed != null) {
                displayed.forEach(shown -> crop.add(shown + entry.substring(1)));
            } else if (name.equals("*") || isVisible(name, visible)) {
                crop.add(entry);
            }
        }
        return crop;
    }

    /** The attribute of a crop entry, which may end in {@code :length}. */
    private static String cropped(String entry) {
        int colon = entry.lastIndexOf(':');
        return colon < 0 ? entry : entry.substring(0, colon);
    }

    private static boolean isVisible(String name, @Nullable Set<String> displayed) {
        return !ShardMarker.isReserved(name) && (displayed == null || displayed.contains(name));
    }
}
