package miroir.embedded.search;

import java.util.List;
import java.util.function.Predicate;
import miroir.embedded.index.Document;
import miroir.embedded.index.IndexView;

/** The documents that hold none of the words a query excludes. */
final class Negation {

    private Negation() {}

    static Predicate<Document> of(Query query, IndexView view) {
        List<Term> terms = query.negative().stream()
                .map(part -> new Query.Part(part.words(), true, false, 0))
                .map(part -> Term.of(part, view.settings(), view.lookup()))
                .toList();
        Occurrences found = new Occurrences();
        return document -> terms.stream().noneMatch(term -> {
            term.collect(document.words(), found);
            return !found.isEmpty();
        });
    }
}
