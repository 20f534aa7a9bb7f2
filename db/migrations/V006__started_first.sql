-- A task that is enqueued was sent to no node: from now on that it is processing is on the disk before anything of it leaves.
-- An older Miroir did not wait for that, so what it left unfinished may have been sent.
UPDATE task SET status = 'processing', started_at = COALESCE(started_at, enqueued_at) WHERE status = 'enqueued';
