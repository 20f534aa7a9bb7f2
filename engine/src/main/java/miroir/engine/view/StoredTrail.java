package miroir.engine.view;

import java.util.List;
import miroir.engine.api.AuditTrail;
import miroir.engine.api.Operator.Actor;
import miroir.engine.state.Cluster;
import miroir.engine.state.Ports;
import miroir.engine.state.Unattended;
import miroir.engine.store.AuditRow;
import miroir.engine.store.Change;

/** Writes what is noted into the store. */
public final class StoredTrail implements AuditTrail {
    private final Ports ports;
    private final Cluster cluster;

    public StoredTrail(Ports ports, Cluster cluster) {
        this.ports = ports;
        this.cluster = cluster;
    }

    @Override
    public void note(Actor actor, String what, String target, String after) {
        AuditRow row = new AuditRow(ports.clock().instant(), actor.who(), what, target, null, after, actor.requestId());
        ports.loop().execute(() -> Unattended.run(cluster.write(List.of(new Change.Audit(row))), "noting a " + what));
    }
}
