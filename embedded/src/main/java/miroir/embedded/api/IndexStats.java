package miroir.embedded.api;

import java.util.List;
import java.util.Map;
import miroir.embedded.index.Document;
import miroir.embedded.index.Index;
import miroir.embedded.json.Json;
import org.jspecify.annotations.Nullable;

/** The numbers shown about an index. */
record IndexStats(int documents, long bytes, boolean isIndexing, Map<String, Integer> fields) {

    static IndexStats of(Index index, boolean isIndexing) {
        List<Document> documents = index.documents();
        long bytes =
                documents.stream().mapToLong(document -> document.json().length).sum();
        return new IndexStats(documents.size(), bytes, isIndexing, index.fieldDistribution());
    }

    Map<String, @Nullable Object> json() {
        return Json.object(
                "numberOfDocuments", documents,
                "rawDocumentDbSize", bytes,
                "avgDocumentSize", documents == 0 ? 0 : bytes / documents,
                "isIndexing", isIndexing,
                "numberOfEmbeddings", 0,
                "numberOfEmbeddedDocuments", 0,
                "fieldDistribution", fields);
    }
}
