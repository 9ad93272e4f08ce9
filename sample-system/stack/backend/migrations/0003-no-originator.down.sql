-- The column comes back empty: what was in it is gone.
ALTER TABLE correspondences ADD COLUMN IF NOT EXISTS originator VARCHAR(80) NOT NULL DEFAULT '';
