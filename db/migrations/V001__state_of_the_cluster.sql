-- The durable truth of one Miroir: what the operator declared, the index catalogue, where the copies are, the tasks and
-- the audit trail. All times are UTC with nanoseconds. Long JSON texts are CLOBs, because a VARCHAR ends at a million
-- characters; short ones lie in the row like any VARCHAR.

-- Named values of the cluster: its id, the topology version, the replication factor.
CREATE TABLE meta (
    name    VARCHAR NOT NULL PRIMARY KEY,
    content CLOB    NOT NULL
);

-- The nodes the operator declared; removed ones stay for history.
CREATE TABLE node (
    id           VARCHAR NOT NULL PRIMARY KEY,
    group_number INTEGER NOT NULL,
    address      VARCHAR NOT NULL,
    wanted       VARCHAR NOT NULL, -- a Lifecycle
    access_key   VARCHAR,          -- null: the cluster's node key
    marker       VARCHAR,          -- null until the node was first seen
    max_task_uid BIGINT  NOT NULL  -- -1: none seen
);

-- The catalogue. The uid is unique, but no constraint says so: a swap of two names passes through a state in which both
-- entries have one name, so the store checks it at the end of each write.
CREATE TABLE catalogue_index (
    id                 BIGINT  NOT NULL PRIMARY KEY,
    uid                VARCHAR NOT NULL,
    physical_uid       VARCHAR NOT NULL UNIQUE,
    primary_key        VARCHAR,
    shards             INTEGER NOT NULL,
    replication_factor INTEGER NOT NULL,
    placement          VARCHAR NOT NULL, -- a PlacementStrategy
    settings           CLOB    NOT NULL, -- JSON
    settings_version   BIGINT  NOT NULL,
    epoch              BIGINT  NOT NULL, -- of the index's copies
    created_at         TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    updated_at         TIMESTAMP(9) WITH TIME ZONE NOT NULL
);
CREATE INDEX catalogue_index_by_uid ON catalogue_index (uid);

-- The copies of each index's shards: the routing table.
CREATE TABLE copy (
    index_id     BIGINT  NOT NULL REFERENCES catalogue_index (id) ON DELETE CASCADE,
    shard        INTEGER NOT NULL,
    node         VARCHAR NOT NULL,
    group_number INTEGER NOT NULL,
    rank         INTEGER NOT NULL,
    state        VARCHAR NOT NULL, -- a CopyState
    since        TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    reason       VARCHAR NOT NULL, -- for people; empty: nothing to say
    PRIMARY KEY (index_id, shard, node)
);

-- The tasks clients see. index_id has no reference: a task outlives its index.
CREATE TABLE task (
    uid             BIGINT  NOT NULL PRIMARY KEY,
    index_uid       VARCHAR,
    index_id        BIGINT,
    type            VARCHAR NOT NULL,
    status          VARCHAR NOT NULL,
    canceled_by     BIGINT,
    details         CLOB, -- JSON
    error           CLOB, -- JSON
    enqueued_at     TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    started_at      TIMESTAMP(9) WITH TIME ZONE,
    finished_at     TIMESTAMP(9) WITH TIME ZONE,
    custom_metadata CLOB,
    request         CLOB NOT NULL -- JSON of the engine's own
);
-- Each filter of the task list has its index; uid comes second because pages are ordered by it.
CREATE INDEX task_by_status ON task (status, uid);
CREATE INDEX task_by_type ON task (type, uid);
CREATE INDEX task_by_index_uid ON task (index_uid, uid);
CREATE INDEX task_by_canceled_by ON task (canceled_by, uid);
CREATE INDEX task_by_enqueued_at ON task (enqueued_at);
CREATE INDEX task_by_started_at ON task (started_at);
CREATE INDEX task_by_finished_at ON task (finished_at);

-- The node tasks a task consists of.
CREATE TABLE task_part (
    task_uid      BIGINT  NOT NULL REFERENCES task (uid) ON DELETE CASCADE,
    node          VARCHAR NOT NULL,
    rank          INTEGER NOT NULL,
    node_task_uid BIGINT  NOT NULL, -- -1 while not known
    attempt       INTEGER NOT NULL,
    status        VARCHAR NOT NULL,
    error         CLOB, -- JSON
    PRIMARY KEY (task_uid, node, rank)
);

-- One row: no uid below it may be given again, even when the newest tasks were pruned. Written when tasks are dropped;
-- between two drops the task table itself knows its largest uid.
CREATE TABLE task_horizon (
    next_uid BIGINT NOT NULL
);
INSERT INTO task_horizon (next_uid) VALUES (0);

-- Who did what to what, in the order it happened.
CREATE TABLE audit (
    id           BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    happened_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    who          VARCHAR NOT NULL,
    what         VARCHAR NOT NULL,
    target       VARCHAR NOT NULL,
    state_before CLOB, -- JSON
    state_after  CLOB, -- JSON
    request_id   VARCHAR
);
