-- The application connects as vuce_app, which owns nothing: it can only do what each migration grants it.
DO $$
BEGIN
  IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'vuce_app') THEN
    CREATE ROLE vuce_app LOGIN;
  END IF;
END $$;
