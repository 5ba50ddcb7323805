ALTER TABLE permits.live ADD COLUMN goods text[] NOT NULL DEFAULT '{}', ADD COLUMN origins text[] NOT NULL DEFAULT '{}';
COMMENT ON COLUMN permits.live.goods IS 'Tariff codes of its lines, each once, sorted: an approval is of the same product only if it is of these (M08-12).';
COMMENT ON COLUMN permits.live.origins IS 'Countries of origin of its lines and its header, each once, sorted (M08-12).';

UPDATE permits.live l SET
  goods = ARRAY(SELECT DISTINCT line->>'goods.commodity' FROM jsonb_array_elements(c.state->'lines') line
                WHERE line->>'goods.commodity' IS NOT NULL ORDER BY 1),
  origins = ARRAY(SELECT DISTINCT o FROM (
                    SELECT line->>'goods.origin' AS o FROM jsonb_array_elements(c.state->'lines') line
                    UNION ALL SELECT c.state->'elements'->>'country.origin') all_origins
                  WHERE o IS NOT NULL ORDER BY 1)
FROM cases."case" c WHERE c.id = l.case_id;
