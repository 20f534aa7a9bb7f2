package miroir.embedded.api;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The languages a search or an attribute can name (source: Meilisearch, locales.rs). */
final class Locales {
    private static final String TWO_LETTERS = """
            af ak am ar az be bn bg ca cs da de el en eo et fi fr gu he hi hr hu hy id it jv ja kn
            ka km ko la lv lt ml mr mk my ne nl nb or pa fa pl pt ro ru si sk sl sn es sr sv ta te
            tl th tk tr uk ur uz vi yi zh zu""";
    private static final String THREE_LETTERS = """
            afr aka amh ara aze bel ben bul cat ces dan deu ell eng epo est fin fra guj heb hin hrv
            hun hye ind ita jav jpn kan kat khm kor lat lav lit mal mar mkd mya nep nld nob ori pan
            pes pol por ron rus sin slk slv sna spa srp swe tam tel tgl tha tuk tur ukr urd uzb vie
            yid zho zul cmn""";

    /** All names, in the order in which an error about a JSON value lists them. */
    static final List<String> ALL = Stream.of(TWO_LETTERS, THREE_LETTERS)
            .flatMap(block -> Stream.of(block.split("\\s+", -1)))
            .toList();

    private static final List<String> SORTED = ALL.stream()
            .sorted(Comparator.comparing(String::length).thenComparing(Comparator.naturalOrder()))
            .toList();

    private Locales() {}

    /** What is said of a name in a query string that is none of them. */
    static String unsupported(String name) {
        return "Unsupported locale `" + name + "`, expected one of " + String.join(", ", SORTED);
    }
}
