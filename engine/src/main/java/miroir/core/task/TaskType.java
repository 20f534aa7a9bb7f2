package miroir.core.task;

import miroir.core.wire.Wire;

/** What a task does: every type Meilisearch has, in its order; Miroir makes tasks of some of them. */
public enum TaskType implements Wire {
    DOCUMENT_ADDITION_OR_UPDATE("documentAdditionOrUpdate"),
    DOCUMENT_EDITION("documentEdition"),
    DOCUMENT_DELETION("documentDeletion"),
    SETTINGS_UPDATE("settingsUpdate"),
    INDEX_CREATION("indexCreation"),
    INDEX_DELETION("indexDeletion"),
    INDEX_UPDATE("indexUpdate"),
    INDEX_SWAP("indexSwap"),
    TASK_CANCELATION("taskCancelation"),
    TASK_DELETION("taskDeletion"),
    DUMP_CREATION("dumpCreation"),
    SNAPSHOT_CREATION("snapshotCreation"),
    EXPORT("export"),
    UPGRADE_DATABASE("upgradeDatabase"),
    INDEX_COMPACTION("indexCompaction"),
    NETWORK_TOPOLOGY_CHANGE("networkTopologyChange"),
    DSR_UPDATE("dsrUpdate"),
    DSR_CLEAR("dsrClear");

    private final String wire;

    TaskType(String wire) {
        this.wire = wire;
    }

    @Override
    public String wire() {
        return wire;
    }
}
