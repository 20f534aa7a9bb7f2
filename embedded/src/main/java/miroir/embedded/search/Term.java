package miroir.embedded.search;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import miroir.embedded.index.DocumentWords;
import miroir.embedded.index.Lookup;
import miroir.embedded.index.Settings;
import miroir.embedded.index.Word;
import miroir.embedded.index.Words;
import miroir.embedded.json.Json;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.automaton.Automata;
import org.apache.lucene.util.automaton.Automaton;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.apache.lucene.util.automaton.LevenshteinAutomata;
import org.apache.lucene.util.automaton.Operations;

/** A word or phrase of the query, with the words of the index it stands for and the documents that may match. */
final class Term {

    private final Query.Part part;
    private final byte[] costs;
    private final int[] exact;
    private final FixedBitSet documents;
    private final int maxTypos;
    private final Lookup lookup;
    private boolean known;

    private Term(Query.Part part, Lookup lookup, int maxTypos) {
        this.part = part;
        this.costs = new byte[lookup.wordBound()];
        this.exact = part.words().stream().mapToInt(lookup::word).toArray();
        this.documents = new FixedBitSet(Math.max(1, lookup.slotBound()));
        this.maxTypos = maxTypos;
        this.lookup = lookup;
    }

    /** Looks a part of the query up. */
    static Term of(Query.Part part, Settings settings, Lookup lookup) {
        Term term =
                new Term(part, lookup, part.phrase() ? 0 : maxTypos(part.words().get(0), settings));
        if (part.phrase()) {
            term.known = true;
            term.findPhrase(settings.stopWords(), lookup);
        } else {
            term.findWord(lookup);
            term.findSynonyms(settings, lookup);
        }
        return term;
    }

    private static int maxTypos(String word, Settings settings) {
        int length = word.codePointCount(0, word.length());
        boolean off = !Boolean.TRUE.equals(settings.nested("typoTolerance", "enabled"))
                || Json.asStrings(settings.nested("typoTolerance", "disableOnWords"))
                        .contains(word)
                || (Boolean.TRUE.equals(settings.nested("typoTolerance", "disableOnNumbers"))
                        && word.chars().allMatch(Character::isDigit));
        var sizes = Json.asObject(settings.nested("typoTolerance", "minWordSizeForTypos"));
        int one = Integer.parseInt(Json.text(sizes.get("oneTypo")));
        int two = Integer.parseInt(Json.text(sizes.get("twoTypos")));
        return off || length < one ? 0 : length < two ? 1 : 2;
    }

    private void findWord(Lookup lookup) {
        String word = part.words().get(0);
        int first = word.codePointAt(0);
        known = isHeld(lookup, word);
        find(lookup, Automata.makeString(word), (id, text) -> cost(id, 1));
        if (maxTypos > 0) {
            LevenshteinAutomata typos = new LevenshteinAutomata(word, true);
            find(
                    lookup,
                    Objects.requireNonNull(typos.toAutomaton(1)),
                    (id, text) -> text.codePointAt(0) == first ? cost(id, 2) : maxTypos == 2 && cost(id, 3));
            if (maxTypos > 1) {
                find(
                        lookup,
                        Objects.requireNonNull(typos.toAutomaton(2)),
                        (id, text) -> text.codePointAt(0) == first && cost(id, 3));
            }
        }
    }

    private static boolean isHeld(Lookup lookup, String word) {
        FixedBitSet holders = new FixedBitSet(Math.max(1, lookup.slotBound()));
        lookup.collect(new CompiledAutomaton(Automata.makeString(word)), holders, (id, text) -> true);
        return !holders.scanIsEmpty();
    }

    private boolean cost(int word, int cost) {
        if (costs[word] == 0) {
            costs[word] = (byte) cost;
        }
        return true;
    }

    private void find(Lookup lookup, Automaton words, Lookup.WordSink sink) {
        Automaton wanted = part.prefix()
                ? Operations.determinize(
                        Operations.concatenate(words, Automata.makeAnyString()),
                        Operations.DEFAULT_DETERMINIZE_WORK_LIMIT)
                : words;
        lookup.collect(new CompiledAutomaton(wanted), documents, sink);
    }

    private void findSynonyms(Settings settings, Lookup lookup) {
        settings.synonyms().forEach((word, others) -> {
            List<Word> key = Words.of(word);
            if (key.size() == 1 && key.get(0).text().equals(part.words().get(0))) {
                for (String other : Json.asStrings(others)) {
                    List<Word> synonym = Words.of(other);
                    if (synonym.size() == 1) {
                        lookup.collect(
                                new CompiledAutomaton(
                                        Automata.makeString(synonym.get(0).text())),
                                documents,
                                (id, text) -> cost(id, 1));
                    }
                }
            }
        });
    }

    private void findPhrase(Set<String> stopWords, Lookup lookup) {
        documents.set(0, documents.length());
        for (int i = 0; i < exact.length; i++) {
            String word = part.words().get(i);
            if (stopWords.contains(word)) {
                exact[i] = -1;
            } else {
                FixedBitSet holders = new FixedBitSet(documents.length());
                lookup.collect(new CompiledAutomaton(Automata.makeString(word)), holders, (id, text) -> true);
                documents.and(holders);
            }
        }
    }

    /** The part of the query. */
    Query.Part part() {
        return part;
    }

    /** The documents that may match; those of a word do, those of a phrase hold all its words. */
    FixedBitSet documents() {
        return documents;
    }

    /** Whether an exact match has to hold it: a phrase, or a word that some document of the index holds as it is. */
    boolean isKnown() {
        return known;
    }

    /** How many typos are forgiven. */
    int maxTypos() {
        return maxTypos;
    }

    /** How many words of the query it is. */
    int length() {
        return exact.length;
    }

    /** Whether a word of a text is one that this term stands for. */
    boolean matches(String word) {
        int id = lookup.word(word);
        return id >= 0 && id < costs.length && costs[id] > 0;
    }

    /** Gathers where a document matches. */
    void collect(DocumentWords words, Occurrences out) {
        out.clear();
        if (part.phrase()) {
            collectPhrase(words, out);
            return;
        }
        for (int i = 0; i < words.size(); i++) {
            int cost = costs[words.word(i)];
            if (cost > 0) {
                boolean isExact = words.word(i) == exact[0];
                for (int at = words.start(i); at < words.start(i + 1); at++) {
                    out.add(words.place(at), cost - 1, isExact);
                }
            }
        }
    }

    private void collectPhrase(DocumentWords words, Occurrences out) {
        int anchor = 0;
        while (anchor < exact.length && exact[anchor] < 0) {
            anchor++;
        }
        int found = anchor < exact.length ? words.find(exact[anchor]) : -1;
        if (found < 0) {
            return;
        }
        for (int at = words.start(found); at < words.start(found + 1); at++) {
            int place = words.place(at) - anchor;
            if (holds(words, place)) {
                out.add(place, 0, true);
            }
        }
    }

    private boolean holds(DocumentWords words, int place) {
        for (int i = 0; i < exact.length; i++) {
            if (exact[i] >= 0 && !words.holds(exact[i], place + i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a document holds the first word itself at a place. */
    boolean isExactAt(DocumentWords words, int place) {
        return holds(words, place) && exact[0] >= 0;
    }
}
