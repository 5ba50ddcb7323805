-- The queue itself is graphile-worker's, migrated by its own library before this runs. The application may only say when a case is next
-- due: a job whose moment has moved finds nothing to do.
CREATE SCHEMA jobs;
COMMENT ON SCHEMA jobs IS 'The door between the application and its durable job queue.';

CREATE FUNCTION jobs.schedule_ticks(due json) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT graphile_worker.add_jobs(array_agg((
    'tick', json_build_object('until', d.at), NULL, d.at, 25::smallint, NULL, 0::smallint, NULL
  )::graphile_worker.job_spec))
  FROM json_to_recordset(due) AS d(at timestamptz)
$$;
COMMENT ON FUNCTION jobs.schedule_ticks IS 'Puts moments in the queue, in the caller''s transaction: at each, whatever is due by then is done.';
REVOKE ALL ON FUNCTION jobs.schedule_ticks FROM PUBLIC;
GRANT USAGE ON SCHEMA jobs TO vuce_app;
GRANT EXECUTE ON FUNCTION jobs.schedule_ticks TO vuce_app;
