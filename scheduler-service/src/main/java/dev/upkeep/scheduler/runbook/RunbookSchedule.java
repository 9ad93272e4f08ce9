package dev.upkeep.scheduler.runbook;

import dev.upkeep.scheduler.schedule.MissedPolicy;
import dev.upkeep.scheduler.schedule.OverlapPolicy;
import dev.upkeep.scheduler.schedule.Schedule;

/** A schedule of a runbook with what holds when the instant was missed or the last run goes on. */
public record RunbookSchedule(Schedule schedule, MissedPolicy missed, OverlapPolicy overlap) {}
