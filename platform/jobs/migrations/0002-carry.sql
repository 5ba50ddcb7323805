-- Copies to other systems wait for their next attempt in the same queue as moments do.
CREATE FUNCTION jobs.schedule_carry(at timestamptz) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog AS $$
  SELECT graphile_worker.add_jobs(ARRAY[('carry', '{}'::json, NULL, at, 25::smallint, NULL, 0::smallint, NULL)::graphile_worker.job_spec])
$$;
COMMENT ON FUNCTION jobs.schedule_carry IS 'Asks, in the caller''s transaction, that at this moment whatever is due be carried to other systems.';
REVOKE ALL ON FUNCTION jobs.schedule_carry FROM PUBLIC;
GRANT EXECUTE ON FUNCTION jobs.schedule_carry TO vuce_app;
