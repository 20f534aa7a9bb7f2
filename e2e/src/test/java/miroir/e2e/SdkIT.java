package miroir.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.meilisearch.sdk.Client;
import com.meilisearch.sdk.Config;
import com.meilisearch.sdk.Index;
import com.meilisearch.sdk.IndexSearchRequest;
import com.meilisearch.sdk.MultiSearchRequest;
import com.meilisearch.sdk.SearchRequest;
import com.meilisearch.sdk.exceptions.MeilisearchApiException;
import com.meilisearch.sdk.model.DocumentsQuery;
import com.meilisearch.sdk.model.MultiSearchResult;
import com.meilisearch.sdk.model.Results;
import com.meilisearch.sdk.model.SearchResult;
import com.meilisearch.sdk.model.SearchResultPaginated;
import com.meilisearch.sdk.model.Settings;
import com.meilisearch.sdk.model.Task;
import com.meilisearch.sdk.model.TaskInfo;
import com.meilisearch.sdk.model.TaskStatus;
import com.meilisearch.sdk.model.TasksQuery;
import com.meilisearch.sdk.model.TypoTolerance;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users of the official SDK do, with a master key. */
final class SdkIT {
    private static final String KEY = "a-master-key-of-tests";
    /** The SDK's own patience, five seconds, is short for a busy machine. */
    private static final int WAIT_MS = 60_000;

    private static @Nullable Fleet started;

    @BeforeAll
    static void start() {
        started = Fleet.start(Fleet.Shape.embedded(1, 3, 2), KEY);
    }

    @AfterAll
    static void stop() {
        if (started != null) {
            started.close();
        }
    }

    private static Fleet fleet() {
        return Objects.requireNonNull(started);
    }

    private static Client client(String key) {
        return new Client(new Config(fleet().miroir().address().toString(), key));
    }

    private static Task succeed(Client client, TaskInfo info) {
        client.index("any").waitForTask(info.getTaskUid(), WAIT_MS, 50);
        Task task = client.getTask(info.getTaskUid());
        assertThat(task.getStatus()).as(String.valueOf(task.getError())).isEqualTo(TaskStatus.SUCCEEDED);
        return task;
    }

    private static Index films(Client client, String uid) {
        succeed(client, client.createIndex(uid, "id"));
        Index index = client.index(uid);
        Settings settings = new Settings()
                .setFilterableAttributes(new String[] {"genre", "year"})
                .setSortableAttributes(new String[] {"year"});
        succeed(client, index.updateSettings(settings));
        succeed(client, index.addDocuments("""
                [{"id":1,"title":"Alien","genre":"horror","year":1979},
                 {"id":2,"title":"Aliens","genre":"action","year":1986},
                 {"id":3,"title":"Heat","genre":"action","year":1995},
                 {"id":4,"title":"Solaris","genre":"drama","year":1972}]"""));
        return index;
    }

    @Test
    void documents_come_in_as_json_ndjson_and_csv() {
        Client client = client(KEY);
        succeed(client, client.createIndex("formats", "id"));
        Index index = client.index("formats");
        succeed(client, index.addDocuments("[{\"id\":1,\"title\":\"one\"}]", "id"));
        Api raw = fleet().miroir();
        for (String[] other : new String[][] {
            {"application/x-ndjson", "{\"id\":2,\"title\":\"two\"}\n{\"id\":3,\"title\":\"three\"}\n"},
            {"text/csv", "id:number,title\n4,four\n5,\"five, or so\"\n"}
        }) {
            raw.succeed(raw.send(
                    "POST",
                    "/indexes/formats/documents",
                    other[0],
                    other[1].getBytes(StandardCharsets.UTF_8),
                    Map.of()));
        }
        assertThat(index.getStats().getNumberOfDocuments()).isEqualTo(5);
        assertThat(index.getRawDocument("5")).contains("five, or so");
        TaskInfo[] batches = index.addDocumentsInBatches("[{\"id\":6},{\"id\":7},{\"id\":8}]", 2, "id");
        for (TaskInfo batch : batches) {
            succeed(client, batch);
        }
        assertThat(index.getDocuments(new DocumentsQuery().setLimit(3).setOffset(6), HashMap.class)
                        .getResults())
                .hasSize(2);
    }

    @Test
    void a_search_filters_counts_sorts_pages_and_highlights() {
        Client client = client(KEY);
        Index index = films(client, "searched");
        SearchResult all = (SearchResult) index.search(SearchRequest.builder()
                .q("")
                .filter(new String[] {"genre = action OR genre = drama"})
                .facets(new String[] {"genre", "year"})
                .sort(new String[] {"year:desc"})
                .build());
        assertThat(all.getHits().stream().map(hit -> hit.get("title"))).containsExactly("Heat", "Aliens", "Solaris");
        assertThat(all.getFacetDistribution().toString()).contains("action=2");
        assertThat(all.getEstimatedTotalHits()).isEqualTo(3);
        SearchResultPaginated page = (SearchResultPaginated) index.search(SearchRequest.builder()
                .q("")
                .page(2)
                .hitsPerPage(3)
                .sort(new String[] {"year:asc"})
                .build());
        assertThat(page.getTotalHits()).isEqualTo(4);
        assertThat(page.getTotalPages()).isEqualTo(2);
        assertThat(page.getHits().stream().map(hit -> hit.get("title"))).containsExactly("Heat");
        SearchResult marked = (SearchResult) index.search(SearchRequest.builder()
                .q("alien")
                .attributesToHighlight(new String[] {"title"})
                .highlightPreTag("<b>")
                .highlightPostTag("</b>")
                .showRankingScore(true)
                .build());
        assertThat(String.valueOf(marked.getHits().get(0).get("_formatted"))).contains("<b>Alien</b>");
        assertThat(marked.getHits().get(0)).containsKey("_rankingScore");
        assertThat(index.rawSearch("alien")).doesNotContain("_miroir");
    }

    @Test
    void several_indexes_are_searched_in_one_request() {
        Client client = client(KEY);
        films(client, "first");
        films(client, "second");
        Results<MultiSearchResult> results = client.multiSearch(new MultiSearchRequest()
                .addQuery(new IndexSearchRequest("first").setQuery("alien"))
                .addQuery(IndexSearchRequest.builder()
                        .indexUid("second")
                        .q("")
                        .sort(new String[] {"year:desc"})
                        .limit(2)
                        .build()));
        assertThat(results.getResults())
                .extracting(MultiSearchResult::getIndexUid)
                .containsExactly("first", "second");
        assertThat(results.getResults()[0].getHits())
                .extracting(hit -> hit.get("title"))
                .containsExactly("Alien", "Aliens");
        assertThat(results.getResults()[1].getHits())
                .extracting(hit -> hit.get("title"))
                .containsExactly("Heat", "Aliens");
        assertThat(results.getResults()[1].getEstimatedTotalHits()).isEqualTo(4);
    }

    @Test
    void settings_are_read_changed_and_reset() {
        Client client = client(KEY);
        Index index = films(client, "configured");
        assertThat(index.getSettings().getFilterableAttributes()).containsExactly("genre", "year");
        succeed(client, index.updateSynonymsSettings(new HashMap<>(Map.of("movie", new String[] {"film"}))));
        assertThat(index.getSynonymsSettings()).containsOnlyKeys("movie");
        succeed(client, index.updateStopWordsSettings(new String[] {"the"}));
        assertThat(index.getStopWordsSettings()).containsExactly("the");
        succeed(client, index.updateRankingRulesSettings(new String[] {"words", "sort"}));
        assertThat(index.getRankingRulesSettings()).containsExactly("words", "sort");
        TypoTolerance typos = new TypoTolerance();
        typos.setEnabled(false);
        succeed(client, index.updateTypoToleranceSettings(typos));
        assertThat(index.getTypoToleranceSettings().isEnabled()).isFalse();
        succeed(client, index.updateDisplayedAttributesSettings(new String[] {"title"}));
        assertThat(index.search("heat").getHits().get(0)).containsOnlyKeys("title");
        succeed(client, index.resetDisplayedAttributesSettings());
        succeed(client, index.resetRankingRulesSettings());
        assertThat(index.getRankingRulesSettings()).startsWith("words", "typo");
        succeed(client, index.resetSettings());
        assertThat(index.getFilterableAttributesSettings()).isEmpty();
        assertThat(index.getSynonymsSettings()).isEmpty();
    }

    @Test
    @SuppressWarnings("deprecation") // the list of ids is what most users of the SDK still pass
    void documents_are_updated_and_deleted_one_by_one_by_filter_and_all() {
        Client client = client(KEY);
        Index index = films(client, "edited");
        succeed(client, index.updateDocuments("[{\"id\":1,\"seen\":true}]"));
        assertThat(index.getRawDocument("1")).contains("\"title\":\"Alien\"").contains("\"seen\":true");
        succeed(client, index.deleteDocument("1"));
        assertThatThrownBy(() -> index.getRawDocument("1"))
                .isInstanceOfSatisfying(
                        MeilisearchApiException.class,
                        e -> assertThat(e.getCode()).isEqualTo("document_not_found"));
        succeed(client, index.deleteDocuments(List.of("2", "99")));
        Task filtered = succeed(client, index.deleteDocumentsByFilter("year > 1990"));
        assertThat(filtered.getDetails().getDeletedDocuments()).isEqualTo(1);
        assertThat(index.getDocuments(HashMap.class).getResults()).hasSize(1);
        Task all = succeed(client, index.deleteAllDocuments());
        assertThat(all.getDetails().getDeletedDocuments()).isEqualTo(1);
        assertThat(index.getStats().getNumberOfDocuments()).isZero();
    }

    @Test
    void tasks_statistics_version_and_health_are_told_and_an_index_goes() {
        Client client = client(KEY);
        films(client, "listed");
        Task[] additions = client.getTasks(new TasksQuery()
                        .setIndexUids(new String[] {"listed"})
                        .setTypes(new String[] {"documentAdditionOrUpdate"})
                        .setStatuses(new String[] {"succeeded"}))
                .getResults();
        assertThat(additions).hasSize(1);
        assertThat(additions[0].getDetails().getIndexedDocuments()).isEqualTo(4);
        assertThat(client.getTasks(new TasksQuery()
                                .setIndexUids(new String[] {"listed"})
                                .setLimit(1))
                        .getTotal())
                .isEqualTo(3);
        assertThat(client.getStats().getIndexes()).containsKey("listed");
        assertThat(client.getVersion()).contains("pkgVersion");
        assertThat(client.isHealthy()).isTrue();
        assertThat(client.getIndex("listed").getPrimaryKey()).isEqualTo("id");
        assertThat(Arrays.stream(client.getIndexes().getResults()).map(Index::getUid))
                .contains("listed");
        succeed(client, client.deleteIndex("listed"));
        assertThatThrownBy(() -> client.getIndex("listed"))
                .isInstanceOfSatisfying(
                        MeilisearchApiException.class,
                        e -> assertThat(e.getCode()).isEqualTo("index_not_found"));
    }

    @Test
    void a_wrong_key_gets_nowhere() {
        assertThatThrownBy(() -> client("wrong").getIndexes())
                .isInstanceOfSatisfying(
                        MeilisearchApiException.class,
                        e -> assertThat(e.getCode()).isEqualTo("invalid_api_key"));
    }
}
