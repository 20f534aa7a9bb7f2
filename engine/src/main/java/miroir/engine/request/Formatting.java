package miroir.engine.request;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** How hits are cropped, highlighted and annotated. */
public record Formatting(
        @Nullable List<String> attributesToCrop,
        long cropLength,
        String cropMarker,
        @Nullable List<String> attributesToHighlight,
        String highlightPreTag,
        String highlightPostTag,
        boolean showMatchesPosition) {}
