-- A node's key is sealed, see node.access_key: it can be read with the file miroir.key alone. No plan holds keys any more;
-- those made before are looked through once, when Miroir starts.
ALTER TABLE plan ADD COLUMN may_hold_keys BOOLEAN DEFAULT TRUE NOT NULL;
