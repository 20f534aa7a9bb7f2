package miroir.app.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Loads the catalogue as any client would: over the public API, in batches, waiting for the tasks. */
final class CatalogueLoader {
    static final String INDEX = "products";

    private static final long SEED = 1;
    private static final int BATCH = 2_000;
    private static final int TASKS_AHEAD = 3;

    private record Sent(long task, int documents) {}

    private final MiroirApi api;
    private final Progress progress;
    private final Deque<Sent> waiting = new ArrayDeque<>();
    private int done;

    CatalogueLoader(MiroirApi api, Progress progress) {
        this.api = api;
        this.progress = progress;
    }

    /** Loads so many products, unless the index holds exactly as many. */
    void load(int count) throws IOException, InterruptedException {
        if (api.get("/indexes/" + INDEX + "/stats").path("numberOfDocuments").asInt(-1) == count) {
            return;
        }
        prepareIndex();
        Iterator<String> documents = Catalogue.documents(SEED, count).iterator();
        while (documents.hasNext()) {
            sendBatch(documents);
            finishDownTo(TASKS_AHEAD - 1);
        }
        finishDownTo(0);
    }

    private void prepareIndex() throws IOException, InterruptedException {
        if (api.get("/indexes/" + INDEX).isMissingNode()) {
            String index = "{\"uid\":\"" + INDEX + "\",\"primaryKey\":\"id\"}";
            api.await(api.write("POST", "/indexes", MiroirApi.JSON, bytes(index)));
        }
        api.await(api.write("PATCH", "/indexes/" + INDEX + "/settings", MiroirApi.JSON, bytes(Catalogue.settings())));
    }

    private void sendBatch(Iterator<String> documents) throws IOException, InterruptedException {
        StringBuilder batch = new StringBuilder();
        int count = 0;
        for (; count < BATCH && documents.hasNext(); count++) {
            batch.append(documents.next()).append('\n');
        }
        String path = "/indexes/" + INDEX + "/documents";
        waiting.add(new Sent(api.write("POST", path, MiroirApi.NDJSON, bytes(batch.toString())), count));
    }

    private void finishDownTo(int left) throws IOException, InterruptedException {
        while (waiting.size() > left) {
            Sent sent = waiting.remove();
            api.await(sent.task());
            done += sent.documents();
            progress.reached(done);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
