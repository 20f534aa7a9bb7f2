package miroir.console.model;

import java.util.Locale;

/** How a thing stands; each tone has its own colour and its own shape, so neither is needed to read it. */
public enum Tone {
    /** As it should be: disc. */
    OK,
    /** Under way: half disc. */
    BUSY,
    /** Asks for attention: triangle. */
    WARN,
    /** Wrong: diamond. */
    BAD,
    /** Nothing to say: ring. */
    QUIET;

    /** The CSS class of this tone. */
    public String css() {
        return "tone-" + name().toLowerCase(Locale.ROOT);
    }
}
