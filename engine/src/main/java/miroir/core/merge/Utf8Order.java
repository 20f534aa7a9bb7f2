package miroir.core.merge;

/** The order of texts by their UTF-8 bytes, which is the order of their code points. */
public final class Utf8Order {
    private Utf8Order() {}

    /** Compares without encoding: UTF-16 units agree with UTF-8 except that surrogates stand above all others. */
    public static int compare(String left, String right) {
        int common = Math.min(left.length(), right.length());
        for (int at = 0; at < common; at++) {
            char a = left.charAt(at);
            char b = right.charAt(at);
            if (a != b) {
                boolean surrogate = Character.isSurrogate(a);
                return surrogate == Character.isSurrogate(b) ? a - b : surrogate ? 1 : -1;
            }
        }
        return left.length() - right.length();
    }
}
