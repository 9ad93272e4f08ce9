ALTER TABLE correspondences DROP COLUMN IF EXISTS reference;
