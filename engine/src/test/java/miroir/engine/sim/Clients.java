package miroir.engine.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import miroir.engine.task.NewTask;
import miroir.engine.write.TaskRequest;

/** What clients write in a random history: few ids and few fields, so that writes meet each other. */
final class Clients {
    private final Random random;
    private final Simulation world;
    /** Whether primary keys change. */
    private final boolean keys;
    /** Whether documents have places, some of them bad. */
    private boolean places;

    Clients(Random random, Simulation world) {
        this.random = random;
        this.world = world;
        this.keys = random.nextInt(4) == 0;
        this.places = random.nextInt(4) == 0;
    }

    /**
     * From now on no document has a place: whether it is one must not depend on what was spoiled, and a node with one that is
     * none takes no settings at all, so that nobody could put right what was meddled with.
     */
    void withoutPlaces() {
        places = false;
    }

    /** One write of any kind; the number makes it different from all others. */
    NewTask operation(int number) {
        String index = random.nextInt(5) == 0 ? "films" : "books";
        if (keys && random.nextInt(10) == 0) {
            return rekeyed(index);
        }
        if (places && random.nextInt(8) == 0) {
            return placed(index);
        }
        int kind = random.nextInt(30);
        if (kind < 9) {
            return world.documents(index, "POST", documents(number));
        }
        if (kind < 14) {
            return world.documents(index, "PUT", documents(number));
        }
        if (kind < 19) {
            List<String> ids = IntStream.range(0, 1 + random.nextInt(4))
                    .mapToObj(i -> Integer.toString(random.nextInt(16)))
                    .toList();
            return Simulation.deletion(index, new TaskRequest.DeleteDocuments(ids));
        }
        return switch (kind) {
            case 19, 20 -> Simulation.deletion(index, new TaskRequest.DeleteByFilter("\"c = 1\""));
            case 21 -> Simulation.deletion(index, new TaskRequest.ClearDocuments());
            case 22, 23 -> Simulation.settings(index, "{\"filterableAttributes\":[\"c\"]}");
            case 24 ->
                Simulation.settings(index, "{\"filterableAttributes\":[\"c\"],\"stopWords\":[\"w" + number + "\"]}");
            case 25 -> Simulation.creation(index, "id");
            case 26 -> Simulation.dropping(index);
            case 27 -> Simulation.renaming(index, index.equals("films") ? "books" : "films");
            case 28 -> world.documents(index, "POST", List.of("{\"id\":\"bad id\"}"));
            default -> Simulation.settings(index, "{\"typoTolerance\":{\"minWordSizeForTypos\":{\"twoTypos\":3}}}");
        };
    }

    private NewTask rekeyed(String index) {
        String key = random.nextBoolean() ? "id" : "alt";
        return random.nextInt(3) == 0 ? Simulation.creation(index, key) : Simulation.keying(index, key);
    }

    private NewTask placed(String index) {
        if (random.nextBoolean()) {
            return Simulation.settings(index, "{\"filterableAttributes\":[\"c\",\"_geo\"]}");
        }
        String place = random.nextInt(3) == 0 ? "\"nowhere\"" : "{\"lat\":1,\"lng\":2}";
        return world.documents(index, "POST", List.of(document("\"_geo\":" + place)));
    }

    private String document(String fields) {
        String alt = keys ? "\"alt\":" + random.nextInt(16) + "," : "";
        return "{\"id\":" + random.nextInt(16) + "," + alt + fields + "}";
    }

    private List<String> documents(int number) {
        List<String> documents = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(5); i++) {
            documents.add(
                    document("\"c\":" + random.nextInt(3) + ",\"f" + random.nextInt(3) + "\":\"v" + number + "\""));
        }
        return documents;
    }
}
