-- Which write was taken under which Idempotency-Key, for as long as a client may repeat it.
CREATE TABLE idempotency_key (
    name        VARCHAR NOT NULL PRIMARY KEY,
    fingerprint VARCHAR NOT NULL, -- of the request, so that another request under the same key is noticed
    task_uid    BIGINT  NOT NULL,
    taken_at    TIMESTAMP(9) WITH TIME ZONE NOT NULL
);
CREATE INDEX idempotency_key_by_taken_at ON idempotency_key (taken_at);
