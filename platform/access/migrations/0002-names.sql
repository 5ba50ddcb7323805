-- An officer looks a firm up by how its name begins, or by its tax number.
CREATE INDEX organisation_name ON identity.organisation (lower(name) text_pattern_ops);
CREATE INDEX organisation_tax_id ON identity.organisation (tax_id) WHERE tax_id IS NOT NULL;
