-- What each volume is called on its node. A volume gets a new name when something that was sent to it may still arrive.
-- Volumes made before this are written down, with the name they have, when Miroir starts.
CREATE TABLE volume (
    index_id  BIGINT  NOT NULL REFERENCES catalogue_index (id) ON DELETE CASCADE,
    node      VARCHAR NOT NULL,
    rank      INTEGER NOT NULL,
    name      VARCHAR NOT NULL,
    next_name VARCHAR,          -- null: it is not being renamed
    PRIMARY KEY (index_id, node, rank)
);

-- A node's newest task that is accounted for, told apart from another one of that number by the moment the node took it.
ALTER TABLE node ADD COLUMN max_task_at VARCHAR; -- as the node writes it; null: not known
-- Who the node was before it lost its data, as long as it had copies that nobody else had: JSON.
ALTER TABLE node ADD COLUMN former CLOB;

-- After a start, the parts whose node tasks were not followed yet are looked for.
CREATE INDEX task_part_by_node ON task_part (node, node_task_uid);
