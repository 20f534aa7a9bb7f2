package miroir.e2e;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** Changes the topology in every way there is, one operation after the other, each under blows. One thread. */
final class ChaosScript {
    private static final int FEWEST = 4;

    private final ChaosFleet fleet;
    private final ChaosLog log;
    private final Random random;
    private final int blows;
    private final Set<String> known = new HashSet<>();

    /**
     * A script.
     *
     * @param blows how many for each operation
     */
    ChaosScript(ChaosFleet fleet, int blows) {
        this.fleet = fleet;
        this.log = fleet.log;
        this.random = new Random(log.seed());
        this.blows = blows;
    }

    private record Step(String name, Runnable act) {}

    private List<Step> steps() {
        return List.of(
                new Step("add", this::add),
                new Step("wipe", this::wipe),
                new Step("drain", this::drain),
                new Step("replace", this::replace),
                new Step("rf up", () -> carryOut("rf up", "{\"replicationFactor\":3}")),
                new Step("rf down", () -> carryOut("rf down", "{\"replicationFactor\":2}")),
                new Step("re-sync", this::resync),
                new Step("add", this::add),
                new Step("roll back", this::rollBack),
                new Step("remove", this::remove),
                new Step("cancel", this::cancel),
                new Step("group add", this::addGroup),
                new Step("group remove", this::removeGroup));
    }

    /** Goes on until so many processes were killed, and to the end of a step. */
    void run(int kills) {
        for (int i = 0; log.kills() < kills; i++) {
            Step step = steps().get(i % steps().size());
            log.say(step.name + ", members " + fleet.members + ", kills " + log.kills());
            step.act.run();
        }
    }

    private int someone() {
        return fleet.members.get(random.nextInt(fleet.members.size()));
    }

    private void add() {
        int node = fleet.fleet.addNode();
        fleet.members.add(node);
        carryOut("add", "{\"addNodes\":[" + described(node, 0) + "]}");
    }

    private String described(int node, int group) {
        return "{\"id\":\"" + fleet.fleet.nodeId(node) + "\",\"address\":\"" + fleet.fleet.nodeAddress(node)
                + "\",\"group\":" + group + "}";
    }

    private String named(int node) {
        return "[\"" + fleet.fleet.nodeId(node) + "\"]";
    }

    private void drain() {
        int node = someone();
        carryOut("drain", "{\"drainNodes\":" + named(node) + "}");
        if (fleet.members.size() <= FEWEST) {
            add();
        }
        await(order("{\"removeNodes\":" + named(node) + "}", false), "drain");
        fleet.discard(node);
    }

    private void remove() {
        int node = someone();
        carryOut("remove", "{\"removeNodes\":" + named(node) + "}");
        fleet.discard(node);
    }

    private void replace() {
        int node = someone();
        int fresh = fleet.fleet.addNode();
        fleet.members.add(fresh);
        carryOut(
                "replace",
                "{\"replaceNodes\":[{\"from\":\"" + fleet.fleet.nodeId(node) + "\",\"to\":" + described(fresh, 0)
                        + "}]}");
        fleet.discard(node);
    }

    private void addGroup() {
        int first = fleet.fleet.addNode();
        int second = fleet.fleet.addNode();
        fleet.members.add(first);
        fleet.members.add(second);
        carryOut(
                "group add",
                "{\"addGroups\":[{\"group\":1,\"nodes\":[" + described(first, 1) + "," + described(second, 1) + "]}]}");
    }

    private void removeGroup() {
        int from = fleet.members.size() - 2;
        List<Integer> gone = List.copyOf(fleet.members.subList(from, from + 2));
        carryOut("group remove", "{\"removeGroups\":[1]}");
        gone.forEach(fleet::discard);
    }

    private void cancel() {
        String id = order("{\"drainNodes\":" + named(someone()) + "}", true);
        blows("cancel");
        ChaosLog.patiently(() -> fleet.miroir().post("/_miroir/operations/" + id + "/cancel", "{}"));
        await(id, "cancel");
        fleet.awaitWhole();
        JsonNode drained = fleet.ask("/_miroir/topology").path("nodes");
        for (JsonNode node : drained) {
            // it may have ended before it was canceled: then it is taken out for good
            if (node.path("wanted").asText().equals("drained")
                    || node.path("wanted").asText().equals("draining")) {
                log.say("canceled too late: " + node.path("id").asText());
                int number = fleet.members.stream()
                        .filter(n ->
                                fleet.fleet.nodeId(n).equals(node.path("id").asText()))
                        .findFirst()
                        .orElseThrow();
                await(order("{\"removeNodes\":" + named(number) + "}", false), "cancel");
                fleet.discard(number);
            }
        }
    }

    private void resync() {
        fleet.awaitWhole();
        fleet.killNode("re-sync", someone(), 4000);
        blows("re-sync");
        quiet("re-sync");
    }

    private void wipe() {
        fleet.awaitWhole();
        fleet.wipe("wipe", someone());
        blows("wipe");
        quiet("wipe");
    }

    private void rollBack() {
        fleet.awaitWhole();
        fleet.rollBack("roll back", someone(), 3000);
        blows("roll back");
        quiet("roll back");
    }

    private void quiet(String name) {
        fleet.awaitWhole();
        log.ended(name, Api.JSON.createObjectNode());
    }

    private void carryOut(String name, String wish) {
        String id = order(wish, true);
        blows(name);
        JsonNode ended = await(id, name);
        if (!ended.path("status").asText().equals("succeeded")) {
            log.fault(name + " ended " + ended);
        }
        if (random.nextBoolean()) {
            fleet.awaitWhole();
        }
    }

    /** Waits for the end of an operation. */
    private JsonNode await(String id, String name) {
        fleet.await(name + " ends, operation " + id, () -> {
            fleet.brighten();
            String status =
                    fleet.ask("/_miroir/operations/" + id).path("status").asText();
            return !status.equals("running") && !status.equals("paused");
        });
        JsonNode ended = fleet.ask("/_miroir/operations/" + id);
        log.ended(name, ended);
        return ended;
    }

    /** Has a wish planned and applied; the answer to either may be lost. The operation's id. */
    private String order(String wish, boolean risky) {
        fleet.ask("/_miroir/operations")
                .forEach(o -> known.add(o.path("operationId").asText()));
        CompletableFuture<Void> blow = CompletableFuture.completedFuture(null);
        if (risky && random.nextInt(3) == 0) {
            int after = random.nextInt(150);
            blow = CompletableFuture.runAsync(() -> {
                ChaosFleet.pause(after);
                fleet.killMiroir("apply", 100);
            });
        }
        String[] id = {""};
        fleet.await("a wish is granted: " + wish, () -> {
            id[0] = tryOrder(wish);
            return !id[0].isEmpty();
        });
        blow.join();
        return id[0];
    }

    private String tryOrder(String wish) {
        for (JsonNode operation : fleet.ask("/_miroir/operations")) {
            String id = operation.path("operationId").asText();
            if (operation.path("kind").asText().equals("topology") && !known.contains(id)) {
                return id;
            }
        }
        try {
            JsonNode plan = fleet.miroir().post("/_miroir/plans", wish).json();
            Api.Answer answer =
                    fleet.miroir().post("/_miroir/plans/" + plan.path("planId").asText() + "/apply", "{}");
            if (answer.status() != 202) {
                log.say("not yet: " + plan.path("refusals") + " " + answer.json());
                ChaosFleet.pause(1000);
            }
            return answer.json().path("operationId").asText();
        } catch (UncheckedIOException lost) {
            return "";
        }
    }

    private void blows(String during) {
        for (int i = 0; i < blows; i++) {
            ChaosFleet.pause(random.nextInt(1500));
            blow(during);
        }
    }

    private void blow(String during) {
        int node = someone();
        int away = random.nextInt(3) == 0 ? 3000 + random.nextInt(3000) : random.nextInt(800);
        int kind = random.nextInt(20);
        if (kind < 6) {
            fleet.killNode(during, node, away);
        } else if (kind < 10) {
            fleet.killMiroir(during, random.nextInt(500));
        } else if (kind < 14) {
            fleet.killBoth(during, node, random.nextInt(500));
        } else if (kind < 16) {
            fleet.killAll(during);
        } else if (kind < 19) {
            fleet.freezeNode(node, 500 + away);
        } else {
            fleet.freezeMiroir(500 + random.nextInt(2500));
        }
    }
}
