-- An event's data is kept as the very text that was hashed, not taken apart and put together again.
ALTER TABLE cases.event ALTER COLUMN data TYPE json USING data::text::json;
ALTER TABLE cases.event ALTER COLUMN data SET STORAGE EXTERNAL;
