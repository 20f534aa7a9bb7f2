package miroir.embedded.index;

/** How attribute names match the patterns of settings and requests. */
public final class FieldPattern {

    private FieldPattern() {}

    /** Whether a field is the attribute or lies below it. */
    public static boolean covers(String attribute, String field) {
        return field.equals(attribute)
                || (field.length() > attribute.length()
                        && field.startsWith(attribute)
                        && field.charAt(attribute.length()) == '.');
    }

    /** Whether a field matches a pattern with a star at its start, its end or both. */
    public static boolean matches(String pattern, String field) {
        if (pattern.equals("*")) {
            return true;
        }
        boolean open = pattern.startsWith("*");
        boolean close = pattern.endsWith("*");
        String core = pattern.substring(open ? 1 : 0, pattern.length() - (close ? 1 : 0));
        if (open && close) {
            return field.contains(core);
        }
        return open ? field.endsWith(core) : close ? field.startsWith(core) : field.equals(core);
    }
}
