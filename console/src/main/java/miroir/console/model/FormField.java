package miroir.console.model;

import org.jspecify.annotations.Nullable;

/**
 * One field of a form.
 *
 * @param type text, password, number or lines
 * @param hint what to write; empty: nothing to say
 * @param error what is wrong with the value; empty: nothing
 */
public record FormField(String name, String label, String type, String value, String hint, String error) {

    /** A field without a hint that shows what was typed and what is wrong with it. */
    static FormField of(String name, String label, Typed typed) {
        return new FormField(name, label, "text", typed.value(name), "", typed.error(name));
    }

    FormField typed(String other) {
        return new FormField(name, label, other, other.equals("password") ? "" : value, hint, error);
    }

    FormField hinted(String other) {
        return new FormField(name, label, type, value, other, error);
    }

    FormField filled(String other) {
        return value.isEmpty() && error.isEmpty() ? new FormField(name, label, type, other, hint, error) : this;
    }

    /** What describes the field, as element ids; null when nothing does. */
    public @Nullable String described(String form) {
        String ids = (hint.isEmpty() ? "" : form + "-" + name + "-hint")
                + (error.isEmpty() ? "" : " " + form + "-" + name + "-error");
        return ids.isBlank() ? null : ids.strip();
    }

    /** Whether the value was refused, for aria-invalid; null when not. */
    public @Nullable String invalid() {
        return error.isEmpty() ? null : "true";
    }
}
