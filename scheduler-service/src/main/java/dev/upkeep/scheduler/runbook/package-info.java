/**
 * The runbooks operators own: read, checked against the systems and the task catalogue, and kept in
 * force. Front door: {@link dev.upkeep.scheduler.runbook.Configuration}.
 */
@NullMarked
package dev.upkeep.scheduler.runbook;

import org.jspecify.annotations.NullMarked;
