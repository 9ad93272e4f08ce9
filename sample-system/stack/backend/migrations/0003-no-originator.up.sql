-- Contract: releases before 1.2.0 read and write this column.
ALTER TABLE correspondences DROP COLUMN originator;
