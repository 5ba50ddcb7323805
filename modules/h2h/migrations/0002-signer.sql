ALTER TABLE h2h.message RENAME COLUMN serial TO signer;
COMMENT ON COLUMN h2h.message.signer IS 'SHA-256 of the certificate that signed it, hexadecimal.';
