-- Who has taken a turn, and which lane it goes by (M08-10, M08-11): derived from the state like the rest of the row.
ALTER TABLE cases.task ADD COLUMN holder uuid;
ALTER TABLE cases.task ADD COLUMN held_since timestamptz(3);
ALTER TABLE cases.task ADD COLUMN lane text NOT NULL DEFAULT 'usual' CHECK (lane IN ('usual', 'urgent'));
COMMENT ON COLUMN cases.task.holder IS 'Person who has taken it; nobody while it lies in the queue.';
-- The next one that nobody has taken is found by walking from the oldest, however long the queue is.
CREATE INDEX task_queue ON cases.task (org_id, role, lane, since, case_id, name) WHERE holder IS NULL AND name NOT LIKE 'await-%';
CREATE INDEX task_holder ON cases.task (org_id, holder) WHERE holder IS NOT NULL;
