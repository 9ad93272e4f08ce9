/** Makes docs/events.md and docs/asyncapi.yaml from the schemas, and notices when they differ. */
package dev.upkeep.events.docs;
