-- What the purge of old threads goes by.
ALTER TABLE message_thread ADD KEY thread_age (created_at);
