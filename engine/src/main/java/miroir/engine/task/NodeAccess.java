package miroir.engine.task;

import miroir.engine.dialect.NodeApi;
import miroir.engine.follow.NodeTasks;
import miroir.engine.state.Allowance;
import miroir.engine.state.Ports;
import miroir.engine.volume.Doors;
import miroir.engine.volume.Fence;
import miroir.engine.volume.VolumeNaming;
import miroir.engine.volume.VolumeWriter;

/**
 * How the task engine reaches the nodes.
 *
 * @param tasks what the nodes' own lists say
 * @param doors what is on its way to the volumes
 * @param fence lets requests through to volumes
 * @param naming what the volumes are called
 * @param writer writes to volumes outside the task log
 * @param bodies what tasks send to the nodes at a time
 */
public record NodeAccess(
        NodeApi api,
        NodeTasks tasks,
        Doors doors,
        Fence fence,
        VolumeNaming naming,
        VolumeWriter writer,
        NodeWatch watch,
        Allowance bodies) {

    /** Puts it together. */
    public static NodeAccess of(
            Ports ports, NodeApi api, NodeTasks tasks, VolumeNaming naming, NodeWatch watch, Allowance bodies) {
        Doors doors = new Doors();
        Fence fence = new Fence(ports, api, tasks, doors, naming, watch::proves);
        VolumeWriter writer = new VolumeWriter(ports, api, tasks, fence, naming);
        return new NodeAccess(api, tasks, doors, fence, naming, writer, watch, bodies);
    }
}
