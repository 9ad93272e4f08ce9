// Names in Redis: jobs that wait, those that are being worked on, and the colour that does the background work.
export const QUEUE = 'bull:notifications:wait';
export const ACTIVE = 'bull:notifications:active';
export const OWNER = 'lcbp3:background:owner';
