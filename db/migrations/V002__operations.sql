-- Changes of the topology: the plans that were looked at, the operations that carry them out or mend copies, and the
-- copies each operation builds.

-- A plan is written once and never changed. The node keys of its wish are in it: it is not for display.
CREATE TABLE plan (
    id               VARCHAR NOT NULL PRIMARY KEY,
    created_at       TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    topology_version BIGINT  NOT NULL,
    content          CLOB    NOT NULL -- JSON
);

-- plan_id has no reference: those Miroir starts by itself have no plan.
CREATE TABLE operation (
    id          VARCHAR NOT NULL PRIMARY KEY,
    plan_id     VARCHAR,
    kind        VARCHAR NOT NULL,
    status      VARCHAR NOT NULL, -- running, paused, succeeded, failed, canceled
    title       VARCHAR NOT NULL,
    started_at  TIMESTAMP(9) WITH TIME ZONE NOT NULL,
    finished_at TIMESTAMP(9) WITH TIME ZONE,
    content     CLOB    NOT NULL -- JSON of the engine's own: throttle, phase, result, error, what is done at the end
);
CREATE INDEX operation_by_started_at ON operation (started_at, id);
CREATE INDEX operation_by_plan_id ON operation (plan_id);

-- One copy that an operation builds. index_id has no reference: a move outlives its index.
CREATE TABLE move (
    operation_id   VARCHAR NOT NULL REFERENCES operation (id) ON DELETE CASCADE,
    number         INTEGER NOT NULL, -- in the order of the plan, from 0
    index_id       BIGINT  NOT NULL,
    index_uid      VARCHAR NOT NULL, -- as it was called then
    shard          INTEGER NOT NULL,
    source         VARCHAR,          -- the node whose copy it replaces; null: an additional copy
    target         VARCHAR NOT NULL, -- the node that gets it
    rank           INTEGER NOT NULL,
    phase          VARCHAR NOT NULL,
    documents      BIGINT  NOT NULL,
    bytes          BIGINT  NOT NULL,
    documents_done BIGINT  NOT NULL,
    hold_ms        BIGINT  NOT NULL,
    attempts       INTEGER NOT NULL,
    error          CLOB,
    PRIMARY KEY (operation_id, number)
);
