package miroir.core.topology;

/** Whether searches may be sent to a node. */
public enum ReadPreference {
    /** Like to any other. */
    PREFERRED,
    /** Only for what no preferred node can answer. */
    LAST_RESORT,
    /** Never. */
    NO
}
