package miroir.embedded.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.FixedBitSet;
import org.apache.lucene.util.automaton.CompiledAutomaton;

/** Finds words and the documents that hold them, as of one moment. */
public final class Lookup {

    private final DirectoryReader reader;
    private final Document[] bySlot;
    private final int wordBound;
    private final Map<String, Integer> wordIds;
    private final Map<String, Integer> fieldIds;
    private final Map<String, Column> columns = new ConcurrentHashMap<>();

    Lookup(DirectoryReader reader, Document[] bySlot, Map<String, Integer> wordIds, Map<String, Integer> fieldIds) {
        this.reader = reader;
        this.bySlot = bySlot;
        this.wordIds = wordIds;
        this.fieldIds = fieldIds;
        this.wordBound = wordIds.size();
    }

    /** Gets each word an automaton accepts, perhaps more than once. */
    public interface WordSink {
        /** Takes the word's number and text; says whether the documents that hold it are wanted. */
        boolean accept(int word, String text);
    }

    /** Walks the words an automaton accepts and adds the documents that hold them to a set. */
    public void collect(CompiledAutomaton automaton, FixedBitSet documents, WordSink sink) {
        try {
            for (LeafReaderContext leaf : reader.leaves()) {
                Terms terms = leaf.reader().terms(Postings.WORDS);
                if (terms != null) {
                    collect(leaf, automaton.getTermsEnum(terms), documents, sink);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void collect(LeafReaderContext leaf, TermsEnum terms, FixedBitSet documents, WordSink sink)
            throws IOException {
        NumericDocValues values = leaf.reader().getNumericDocValues(Postings.SLOT);
        if (values == null) {
            return;
        }
        int[] slots = new int[leaf.reader().maxDoc()];
        for (int doc = values.nextDoc(); doc != PostingsEnum.NO_MORE_DOCS; doc = values.nextDoc()) {
            slots[doc] = (int) values.longValue();
        }
        Bits live = leaf.reader().getLiveDocs();
        PostingsEnum postings = null;
        for (BytesRef term = terms.next(); term != null; term = terms.next()) {
            String text = term.utf8ToString();
            Integer word = wordIds.get(text);
            if (word != null && word < wordBound && sink.accept(word, text)) {
                postings = terms.postings(postings, PostingsEnum.NONE);
                for (int doc = postings.nextDoc(); doc != PostingsEnum.NO_MORE_DOCS; doc = postings.nextDoc()) {
                    if (live == null || live.get(doc)) {
                        documents.set(slots[doc]);
                    }
                }
            }
        }
    }

    /** The number of a word, or -1 when no document holds it. */
    public int word(String text) {
        return wordIds.getOrDefault(text, -1);
    }

    /** An upper bound of the words' numbers. */
    public int wordBound() {
        return wordBound;
    }

    /** An upper bound of the documents' numbers. */
    public int slotBound() {
        return bySlot.length;
    }

    /** The document with a number that a set got from here. */
    public Document document(int slot) {
        return bySlot[slot];
    }

    /** The names of all fields ever seen, with their numbers. */
    public Map<String, Integer> fields() {
        return fieldIds;
    }

    /** The values of a field, laid out when they are first asked for. */
    public Column column(String field) {
        return columns.computeIfAbsent(field, name -> new Column(name, bySlot));
    }

    DirectoryReader reader() {
        return reader;
    }
}
