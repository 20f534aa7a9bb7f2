package miroir.embedded.index;

/**
 * One word of a text.
 *
 * @param text the word as it is compared
 * @param position its place among the words; a strong separator leaves a gap of 8
 * @param start its first character in the text
 * @param end the character after its last
 */
public record Word(String text, int position, int start, int end) {}
