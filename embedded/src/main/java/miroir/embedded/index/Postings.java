package miroir.embedded.index;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.jspecify.annotations.Nullable;

/** The Lucene index from words to documents, kept in memory under one version of the settings. Not thread-safe. */
final class Postings implements AutoCloseable {

    /** The Lucene field of the words. */
    static final String WORDS = "w";

    /** The Lucene field of the document's number. */
    static final String SLOT = "s";

    private static final FieldType UNIQUE_WORDS = uniqueWords();

    private final Settings settings;
    private final Set<String> stopWords;
    private final Map<String, Integer> wordIds = new ConcurrentHashMap<>();
    private final Map<String, Integer> fieldIds = new ConcurrentHashMap<>();
    private final IndexWriter writer;
    private Document[] bySlot = new Document[64];
    private int slots;

    Postings(Settings settings) {
        this.settings = settings;
        this.stopWords = settings.stopWords();
        try {
            this.writer = new IndexWriter(new ByteBuffersDirectory(), new IndexWriterConfig());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static FieldType uniqueWords() {
        FieldType type = new FieldType();
        type.setIndexOptions(IndexOptions.DOCS);
        type.setTokenized(true);
        type.setOmitNorms(true);
        type.freeze();
        return type;
    }

    Settings settings() {
        return settings;
    }

    /** How many numbers have been given out, those of removed documents included. */
    int slots() {
        return slots;
    }

    /** Derives a document under the settings and makes it findable. */
    Document add(Document document) {
        Map<String, FieldValues> values = new HashMap<>();
        Set<String> distinct = new LinkedHashSet<>();
        Map<String, @Nullable Object> tree = document.tree();
        DocumentWords words = derive(tree, values, distinct);
        Document derived = document.with(new Document.Derived(slots++, values, words, GeoPoint.of(tree.get("_geo"))));
        if (derived.slot() == bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, 2 * bySlot.length);
        }
        bySlot[derived.slot()] = derived;
        String slot = Integer.toString(derived.slot());
        List<org.apache.lucene.index.IndexableField> lucene = new ArrayList<>();
        lucene.add(new StringField("id", slot, Field.Store.NO));
        lucene.add(new NumericDocValuesField(SLOT, derived.slot()));
        lucene.add(new Field(WORDS, new WordStream(distinct), UNIQUE_WORDS));
        try {
            writer.addDocument(lucene);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return derived;
    }

    void remove(Document document) {
        if (document.slot() >= 0) {
            try {
                writer.deleteDocuments(new Term("id", Integer.toString(document.slot())));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private DocumentWords derive(
            Map<String, @Nullable Object> tree, Map<String, FieldValues> values, Set<String> distinct) {
        long[] occurrences = new long[32];
        int size = 0;
        List<int[]> counts = new ArrayList<>();
        for (Map.Entry<String, Flattener.Field> entry : Flattener.flatten(tree).entrySet()) {
            String name = entry.getKey();
            int field = fieldIds.computeIfAbsent(name, unused -> fieldIds.size());
            if (settings.isFaceted(name)) {
                values.put(name, entry.getValue().values());
            }
            if (settings.weight(name) < 0 || entry.getValue().texts.isEmpty()) {
                continue;
            }
            List<Word> words = Words.of(entry.getValue().texts);
            counts.add(new int[] {field, words.size()});
            for (Word word : words) {
                if (word.position() < 65_536 && !stopWords.contains(word.text())) {
                    distinct.add(word.text());
                    int id = wordIds.computeIfAbsent(word.text(), unused -> wordIds.size());
                    occurrences = size == occurrences.length ? Arrays.copyOf(occurrences, 2 * size) : occurrences;
                    occurrences[size++] = ((long) id << 32) | ((long) field << 16) | word.position();
                }
            }
        }
        return new DocumentWords(
                Arrays.copyOf(occurrences, size),
                counts.stream().mapToInt(pair -> pair[0]).toArray(),
                counts.stream().mapToInt(pair -> pair[1]).toArray());
    }

    /** What can be searched now. */
    IndexView view(Document[] sorted) {
        try {
            DirectoryReader reader = DirectoryReader.open(writer);
            Lookup lookup = new Lookup(
                    reader,
                    Arrays.copyOf(bySlot, slots),
                    Collections.unmodifiableMap(wordIds),
                    Collections.unmodifiableMap(fieldIds));
            return new IndexView(settings, sorted, lookup);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            writer.rollback();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands words to Lucene as they are. */
    private static final class WordStream extends TokenStream {
        private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
        private final java.util.Iterator<String> words;

        WordStream(Set<String> words) {
            this.words = words.iterator();
        }

        @Override
        public boolean incrementToken() {
            if (!words.hasNext()) {
                return false;
            }
            clearAttributes();
            term.append(words.next());
            return true;
        }
    }
}
