package miroir.console.model;

import java.util.ArrayList;
import java.util.List;

/**
 * A stacked bar, 100 units wide.
 *
 * @param label what it shows, in words
 */
public record Bar(String label, List<Segment> segments) {

    /** One piece; {@code css} names its look. */
    public record Segment(String css, double x, double width) {}

    /** A part of the whole, by look. */
    public record Part(String css, long amount) {}

    /** Parts laid side by side; what is left of {@code whole} stays empty. */
    public static Bar of(String label, long whole, Part... parts) {
        List<Segment> segments = new ArrayList<>();
        double x = 0;
        for (Part part : parts) {
            double width = whole <= 0 ? 0 : Math.max(0, 100.0 * part.amount() / whole);
            if (width > 0) {
                segments.add(new Segment(part.css(), round(x), round(width)));
            }
            x += width;
        }
        return new Bar(label, List.copyOf(segments));
    }

    private static double round(double value) {
        return Math.round(value * 100) / 100.0;
    }
}
