package miroir.engine.task;

import java.util.List;
import miroir.engine.state.Allowance;
import miroir.engine.state.Cluster;
import miroir.engine.state.Demotion;
import miroir.engine.state.Ports;
import miroir.engine.store.TaskPart;
import miroir.engine.write.Coalescing;
import miroir.engine.write.WorkPlanner;

/**
 * What every lane works with.
 *
 * @param plans what is known of tasks under way takes memory of it
 * @param before what ended tasks of an earlier process sent not long ago
 */
record LaneContext(
        Ports ports,
        Cluster cluster,
        Demotion demotion,
        WorkPlanner planner,
        Coalescing coalescing,
        PartSender sender,
        TaskLedger ledger,
        KeptTasks kept,
        NodeWatch nodes,
        Allowance plans,
        List<TaskPart> before) {}
