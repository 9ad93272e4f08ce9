ALTER TABLE correspondences ADD COLUMN folder VARCHAR(60) NULL;
ALTER TABLE correspondences ADD KEY idx_correspondences_folder (folder_name);
