package miroir.engine.store;

import miroir.core.topology.IndexId;

/** The names of the store's single values. */
public final class Meta {
    /** Identifies this cluster to its nodes. */
    public static final String CLUSTER_ID = "clusterId";
    /** The topology's version. */
    public static final String TOPOLOGY_VERSION = "topologyVersion";
    /** Copies per group by default. */
    public static final String REPLICATION_FACTOR = "replicationFactor";
    /** The number the next index gets. */
    public static final String NEXT_INDEX_ID = "nextIndexId";

    /** The number the next volume's name gets. */
    public static final String NEXT_VOLUME = "nextVolume";

    /** The number of the last start on this state. */
    public static final String TERM = "term";

    /** The starts on this state that nodes may have heard of. */
    public static final String STARTS = "starts";

    /** The number of the last start that a node may have heard of. */
    public static final String TOLD = "told";

    /** The newest record of the catalogue that nodes may have. */
    public static final String WRITTEN = "written";

    private static final String VERIFIED = "verified/";

    private static final String CREATING = "creating/";

    private Meta() {}

    /** When the copies of an index were last compared. */
    public static String verified(IndexId index) {
        return VERIFIED + index.value();
    }

    /** Holds the task that is creating the index; empty once it is ready. */
    public static String creating(IndexId index) {
        return CREATING + index.value();
    }
}
