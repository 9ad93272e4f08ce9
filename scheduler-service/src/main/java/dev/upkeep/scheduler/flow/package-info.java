/**
 * Runbook runs: which task is sent when, what becomes of a run, and what operators may do about it.
 * {@link Flow} decides, {@link Runs} does.
 */
@NullMarked
package dev.upkeep.scheduler.flow;

import org.jspecify.annotations.NullMarked;
