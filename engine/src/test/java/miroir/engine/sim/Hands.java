package miroir.engine.sim;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import miroir.core.placement.VolumeName;
import miroir.core.topology.NodeId;
import org.jspecify.annotations.Nullable;

/** Somebody who changes nodes by hand, past Miroir; what only one node has is left alone. */
final class Hands {
    private final Random random;
    private final Simulation world;

    Hands(Random random, Simulation world) {
        this.random = random;
        this.world = world;
    }

    /** Changes the documents of a volume of the node. */
    void documents(NodeId node) {
        String volume = volume(node);
        if (volume == null) {
            return;
        }
        switch (random.nextInt(3)) {
            case 0 -> change(node, "POST", volume + "/documents/delete-batch", "[1,2,3,4,5,6,7,8]");
            case 1 -> change(node, "POST", volume + "/documents/delete", "{\"filter\":\"c = 1\"}");
            default -> change(node, "DELETE", volume + "/documents", "");
        }
    }

    /** Changes the settings of a volume of the node. */
    void settings(NodeId node) {
        String volume = volume(node);
        if (volume != null) {
            String settings = random.nextBoolean()
                    ? "{\"stopWords\":[\"hand\"],\"filterableAttributes\":[]}"
                    : "{\"sortableAttributes\":[\"hand\"]}";
            change(node, "PATCH", volume + "/settings", settings);
        }
    }

    /** Deletes a volume of the node or gives it another name, or makes an index. */
    void indexes(NodeId node) {
        String volume = volume(node);
        int kind = volume == null ? 2 : random.nextInt(3);
        switch (kind) {
            case 0 -> change(node, "DELETE", String.valueOf(volume), "");
            case 1 -> change(node, "PATCH", String.valueOf(volume), "{\"uid\":\"hand-" + random.nextInt(1000) + "\"}");
            default -> change(node, "POST", "/indexes", "{\"uid\":\"hand-made\"}");
        }
    }

    private void change(NodeId node, String method, String path, String json) {
        world.spares.spoil(node, world.nodes.node(node).byHand(method, path, json));
    }

    private @Nullable String volume(NodeId node) {
        List<String> found = new ArrayList<>();
        for (JsonNode index : world.nodes.node(node).read("/indexes?limit=1000").path("results")) {
            String name = index.path("uid").asText();
            if (VolumeName.parse(name).isPresent() && world.spares.isSpare(node, name)) {
                found.add("/indexes/" + name);
            }
        }
        return found.isEmpty() ? null : found.get(random.nextInt(found.size()));
    }
}
