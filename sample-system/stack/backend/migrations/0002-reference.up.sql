-- Expand: releases that do not know the column go on as they are.
ALTER TABLE correspondences ADD COLUMN reference VARCHAR(60) NULL;
