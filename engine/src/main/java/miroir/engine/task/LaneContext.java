package miroir.engine.task;

import miroir.engine.state.Cluster;
import miroir.engine.state.Demotion;
import miroir.engine.state.Ports;
import miroir.engine.write.Coalescing;
import miroir.engine.write.WorkPlanner;

/** What every lane works with. */
record LaneContext(
        Ports ports,
        Cluster cluster,
        Demotion demotion,
        WorkPlanner planner,
        Coalescing coalescing,
        PartSender sender,
        LateCalls late,
        TaskLedger ledger,
        NodeWatch nodes) {}
