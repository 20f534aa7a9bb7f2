package miroir.embedded.search;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import miroir.embedded.index.Document;
import miroir.embedded.index.IndexView;
import org.apache.lucene.util.FixedBitSet;

/** Finds the documents a search matches and brings as many as are needed into order. */
final class Ranking {

    /**
     * The result.
     *
     * @param ordered the best documents, at least as many as were needed
     * @param candidates all that match
     */
    record Result(List<Score> ordered, List<Document> candidates, List<Rule> chain, List<Term> terms) {}

    private final IndexView view;
    private final SearchRequest request;
    private final Predicate<Document> filter;
    private final int needed;

    Ranking(IndexView view, SearchRequest request, Predicate<Document> filter, int needed) {
        this.view = view;
        this.request = request;
        this.filter = filter;
        this.needed = needed;
    }

    Result run() {
        Query query = Query.parse(request.q() == null ? "" : request.q(), view.settings());
        Predicate<Document> wanted = query.negative().isEmpty() ? filter : filter.and(Negation.of(query, view));
        return query.parts().isEmpty() ? placeholder(wanted) : text(query, wanted);
    }

    /** The best of some documents, at most as many as wanted, in order. */
    private static List<Score> best(List<Document> documents, Ranker ranker, List<Rule> chain, int wanted) {
        Comparator<Score> worseFirst = (a, b) -> Score.compare(b, a, chain);
        PriorityQueue<Score> best = new PriorityQueue<>(worseFirst);
        for (Document document : documents) {
            Score score = ranker.rank(document);
            if (score != null && (best.size() < wanted || Score.compare(score, best.element(), chain) < 0)) {
                best.add(score);
                if (best.size() > wanted) {
                    best.remove();
                }
            }
        }
        List<Score> ordered = new ArrayList<>(best);
        ordered.sort(worseFirst.reversed());
        return ordered;
    }

    private Result placeholder(Predicate<Document> wanted) {
        List<Rule> chain = Rule.chain(view.settings(), request, false);
        List<Document> candidates = new ArrayList<>();
        for (Document document : view.documents()) {
            if (wanted.test(document)) {
                candidates.add(document);
            }
        }
        Ranker ranker = ranker(chain, List.of());
        boolean sorted = chain.isEmpty();
        List<Document> ranked = sorted ? candidates.subList(0, Math.min(needed, candidates.size())) : candidates;
        List<Score> scores = needed == 0 ? List.of() : best(ranked, ranker, chain, needed);
        return new Result(scores, candidates, chain, List.of());
    }

    private Ranker ranker(List<Rule> chain, List<Term> terms) {
        Fields fields = new Fields(
                view.settings(), view.lookup().fields(), request.matching().on());
        return new Ranker(chain, terms, new Removal(terms, request.matching().all()), fields);
    }

    private Result text(Query query, Predicate<Document> wanted) {
        List<Rule> chain = Rule.chain(view.settings(), request, true);
        List<Term> terms = query.parts().stream()
                .map(part -> Term.of(part, view.settings(), view.lookup()))
                .toList();
        Ranker ranker = ranker(chain, terms);
        boolean plain = isPlain(terms);
        boolean byWords = plain && !chain.isEmpty() && chain.get(0).kind() == Rule.Kind.WORDS;
        Removal removal = new Removal(terms, request.matching().all());
        List<Score> ordered = new ArrayList<>();
        List<Document> candidates = new ArrayList<>();
        BitSet seen = new BitSet();
        for (int removed = 0; removed < removal.size(); removed++) {
            List<Document> level = matching(removal.kept(removed), terms, seen);
            level.removeIf(document -> !wanted.test(document) || !(plain || ranker.matches(document)));
            candidates.addAll(level);
            if (byWords && ordered.size() < needed) {
                ordered.addAll(best(level, ranker, chain, needed - ordered.size()));
            }
        }
        if (!byWords && needed > 0) {
            ordered = best(candidates, ranker, chain, needed);
        }
        return new Result(ordered, candidates, chain, terms);
    }

    /** Whether the postings alone say which documents match. */
    private boolean isPlain(List<Term> terms) {
        return !new Fields(
                                view.settings(),
                                view.lookup().fields(),
                                request.matching().on())
                        .restricted()
                && terms.stream().noneMatch(term -> term.part().phrase());
    }

    private List<Document> matching(int[] kept, List<Term> terms, BitSet seen) {
        FixedBitSet all = terms.get(kept[0]).documents().clone();
        for (int i : kept) {
            all.and(terms.get(i).documents());
        }
        List<Document> found = new ArrayList<>();
        for (int slot = all.nextSetBit(0);
                slot < all.length() && slot != org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS;
                slot = slot + 1 >= all.length()
                        ? org.apache.lucene.search.DocIdSetIterator.NO_MORE_DOCS
                        : all.nextSetBit(slot + 1)) {
            if (slot < view.lookup().slotBound() && !seen.get(slot)) {
                seen.set(slot);
                found.add(view.lookup().document(slot));
            }
        }
        return found;
    }
}
