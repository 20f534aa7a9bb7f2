package miroir.e2e;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.function.Predicate;
import miroir.e2e.net.Chance;
import miroir.e2e.net.Fault;
import miroir.e2e.net.FaultProxy;
import miroir.e2e.net.Rule;
import miroir.e2e.net.Tally;

/** Makes the network bad while processes die, and good again. One thread. */
final class NetworkScript {
    private static final FaultProxy.Existing[] EXISTING = FaultProxy.Existing.values();

    private final ChaosFleet fleet;
    private final ChaosLog log;
    private final Random random;
    private final double rate;
    private final Duration longest;
    private final Predicate<String> kinds;

    /**
     * A script.
     *
     * @param rate how many of a thousand small requests meet with a fault
     * @param longest that any fault lasts
     * @param kinds of faults that may happen
     */
    NetworkScript(ChaosFleet fleet, double rate, Duration longest, Predicate<String> kinds) {
        this.kinds = kinds;
        this.fleet = fleet;
        this.log = fleet.log;
        this.random = new Random(log.seed());
        this.rate = rate;
        this.longest = longest;
    }

    private List<FaultProxy> proxies() {
        return fleet.fleet.proxies();
    }

    /** What was done so far. */
    Tally tally() {
        Tally all = new Tally();
        proxies().forEach(proxy -> all.add(proxy.tally()));
        return all;
    }

    /** Goes on until so many faults happened and so many processes were killed; then the network is well. */
    void run(int faults, int kills) {
        fleet.storm(true);
        for (int i = 0; i < proxies().size(); i++) {
            proxies().get(i).leaveTo(new NetworkStorm(log.seed() + i, rate, longest, kinds));
        }
        while (tally().total() < faults || log.kills() < kills) {
            ChaosFleet.pause(random.nextInt(1200));
            if (log.kills() < kills && (tally().total() >= faults || random.nextInt(3) == 0)) {
                blow();
            } else {
                strike();
            }
            log.say("faults " + tally().total() + ", kills " + log.kills());
        }
        calm();
    }

    private void calm() {
        proxies().forEach(proxy -> proxy.leaveTo(Chance.CALM));
        fleet.await("what is late has arrived", () -> proxies().stream().allMatch(proxy -> proxy.overdue() == 0));
        proxies().forEach(FaultProxy::calm);
        fleet.storm(false);
    }

    private int someone() {
        return fleet.members.get(random.nextInt(fleet.members.size()));
    }

    private Duration time() {
        double share = random.nextDouble();
        return Duration.ofMillis((long) (longest.toMillis() * share * share));
    }

    private int ms() {
        return (int) time().toMillis();
    }

    private void rest() {
        ChaosFleet.pause(ms());
    }

    /** Something happens to one node's whole connection. */
    private void strike() {
        int node = someone();
        FaultProxy proxy = fleet.fleet.proxy(node);
        switch (random.nextInt(5)) {
            case 0 -> swap(proxy, proxies().get(fleet.members.get((node + 1) % fleet.members.size())));
            case 1 -> refuse(proxy);
            case 2 -> meanwhile(proxy, new Fault.Hold(time(), time()));
            case 3 -> meanwhile(proxy, new Fault.BlackHole(time()));
            default -> meanwhile(proxy, new Fault.DelayAnswer(time()));
        }
    }

    private void swap(FaultProxy one, FaultProxy other) {
        if (kinds.test(FaultProxy.SWAPPED)) {
            FaultProxy.Existing existing = EXISTING[random.nextInt(EXISTING.length)];
            FaultProxy.swap(one, other, existing);
            rest();
            FaultProxy.swap(one, other, existing);
        }
    }

    private void refuse(FaultProxy proxy) {
        if (kinds.test(FaultProxy.REFUSED)) {
            proxy.refuse();
            rest();
            proxy.accept();
        }
    }

    private void meanwhile(FaultProxy proxy, Fault fault) {
        if (kinds.test(fault.kind())) {
            Rule rule = proxy.script(Rule.always(fault));
            rest();
            proxy.forget(rule);
        }
    }

    private void blow() {
        int node = someone();
        String during = "in the storm";
        switch (random.nextInt(6)) {
            case 0, 1 -> fleet.killNode(during, node, ms());
            case 2 -> fleet.killMiroir(during, random.nextInt(500));
            case 3 -> fleet.killBoth(during, node, random.nextInt(500));
            case 4 -> {
                log.killed(during, false);
                fleet.freezeNode(node, ms());
            }
            default -> {
                log.killed(during, true);
                fleet.freezeMiroir(ms());
            }
        }
    }
}
