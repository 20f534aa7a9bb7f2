package miroir.embedded.search;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import miroir.embedded.index.Document;
import miroir.embedded.index.DocumentWords;
import org.jspecify.annotations.Nullable;

/**
 * Ranks one document at a time, from the document, the query and the settings alone, and from which words of the query
 * the index knows. Holds scratch space: for one search in one thread.
 */
final class Ranker {

    private final List<Rule> chain;
    private final List<Term> terms;
    private final Removal removal;
    private final Fields fields;
    private final List<Occurrences> occurrences = new ArrayList<>();
    private boolean typosCounted;

    Ranker(List<Rule> chain, List<Term> terms, Removal removal, Fields fields) {
        this.chain = chain;
        this.terms = terms;
        this.removal = removal;
        this.fields = fields;
        terms.forEach(term -> occurrences.add(new Occurrences()));
    }

    /** Whether a document matches. */
    boolean matches(Document document) {
        return locate(document) >= 0;
    }

    private int locate(Document document) {
        for (int i = 0; i < terms.size(); i++) {
            Occurrences found = occurrences.get(i);
            terms.get(i).collect(document.words(), found);
            if (fields.restricted()) {
                found.retain(at -> fields.allows(found.field(at), found.isExact(at)));
            }
        }
        return removal.removed(i -> !occurrences.get(i).isEmpty());
    }

    /** The score of a document, or null when it does not match. */
    @Nullable
    Score rank(Document document) {
        int removed = locate(document);
        if (removed < 0) {
            return null;
        }
        typosCounted = false;
        int[] ranks = new int[chain.size()];
        int[] max = new int[chain.size()];
        SortValue[] values = new SortValue[chain.size()];
        int[] kept = removal.kept(removed);
        for (int step = 0; step < ranks.length; step++) {
            SortRule sort = chain.get(step).sort();
            if (sort == null) {
                max[step] = 1 + maxCost(chain.get(step).kind(), kept);
                ranks[step] = max[step] - cost(chain.get(step).kind(), kept, document.words(), removed);
                if (chain.get(step).kind() == Rule.Kind.WORDS) {
                    max[step]--;
                    ranks[step]--;
                }
            } else {
                values[step] = sort.value(document);
            }
        }
        return new Score(document, removed, ranks, max, values);
    }

    private int maxCost(Rule.Kind kind, int[] kept) {
        return switch (kind) {
            case WORDS -> terms.size();
            case TYPO -> maxTypos(kept);
            case PROXIMITY -> 3 * pairs(kept);
            case ATTRIBUTE -> fields.maxWeight() * kept.length;
            case POSITION -> 10 * kept.length;
            case EXACT_ATTRIBUTE -> 2;
            case EXACT_WORDS -> kept.length;
            case SORT -> 0;
        };
    }

    private int maxTypos(int[] kept) {
        int sum = 0;
        for (int i : kept) {
            sum += terms.get(i).maxTypos();
        }
        return sum;
    }

    private static int pairs(int[] kept) {
        int pairs = 0;
        for (int i = 1; i < kept.length; i++) {
            pairs += kept[i] == kept[i - 1] + 1 ? 1 : 0;
        }
        return pairs;
    }

    private int cost(Rule.Kind kind, int[] kept, DocumentWords words, int removed) {
        return switch (kind) {
            case WORDS -> removed;
            case TYPO -> typos(kept);
            case PROXIMITY -> proximity(kept);
            case ATTRIBUTE -> attribute(kept);
            case POSITION -> position(kept);
            case EXACT_ATTRIBUTE -> 2 - ExactAttribute.of(terms, exact(kept), words, fields);
            case EXACT_WORDS -> inexact(kept);
            case SORT -> 0;
        };
    }

    /** The least typos, and from here on only the occurrences with no more of them count. */
    private int typos(int[] kept) {
        typosCounted = true;
        int sum = 0;
        for (int i : kept) {
            Occurrences found = occurrences.get(i);
            int least = found.minTypos();
            found.retainTypos(least);
            sum += least;
        }
        return sum;
    }

    private int proximity(int[] kept) {
        int sum = 0;
        for (int i = 1; i < kept.length; i++) {
            int left = kept[i - 1];
            if (kept[i] == left + 1) {
                sum += proximity(occurrences.get(left), terms.get(left).length(), occurrences.get(left + 1));
            }
        }
        return sum;
    }

    private static int proximity(Occurrences left, int leftLength, Occurrences right) {
        int best = 3;
        for (int i = 0; i < left.size() && best > 0; i++) {
            int end = left.position(i) + leftLength - 1;
            for (int j = 0; j < right.size() && best > 0; j++) {
                if (left.field(i) == right.field(j)) {
                    int distance = right.position(j) - end;
                    best = Math.min(best, distance > 0 ? distance - 1 : 1 - distance);
                }
            }
        }
        return best;
    }

    private int attribute(int[] kept) {
        int sum = 0;
        for (int i : kept) {
            Occurrences found = occurrences.get(i);
            int best = Integer.MAX_VALUE;
            for (int at = 0; at < found.size(); at++) {
                best = Math.min(best, fields.weight(found.field(at)));
            }
            sum += best;
        }
        return sum;
    }

    private int position(int[] kept) {
        int sum = 0;
        for (int i : kept) {
            Occurrences found = occurrences.get(i);
            int wanted = terms.get(i).part().position();
            int best = Integer.MAX_VALUE;
            for (int at = 0; at < found.size(); at++) {
                best = Math.min(best, Math.abs(found.position(at) - wanted));
            }
            sum += Distance.cost(best);
        }
        return sum;
    }

    /** The terms that an exact match has to hold as they are: known ones, not those that a typo was counted for. */
    private int[] exact(int[] kept) {
        return Arrays.stream(kept)
                .filter(i -> terms.get(i).isKnown()
                        && !(typosCounted && occurrences.get(i).minTypos() > 0))
                .toArray();
    }

    private int inexact(int[] kept) {
        int count = 0;
        for (int i : kept) {
            count += occurrences.get(i).hasExact() ? 0 : 1;
        }
        return count;
    }
}
