package dev.upkeep.scheduler.runbook;

import dev.upkeep.scheduler.schedule.CronExpression;
import dev.upkeep.scheduler.schedule.CronSchedule;
import dev.upkeep.scheduler.schedule.DstRules;
import dev.upkeep.scheduler.schedule.IntervalSchedule;
import dev.upkeep.scheduler.schedule.MissedPolicy;
import dev.upkeep.scheduler.schedule.OneShotSchedule;
import dev.upkeep.scheduler.schedule.OverlapPolicy;
import dev.upkeep.scheduler.schedule.Schedule;
import dev.upkeep.system.Zones;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.yaml.LaterRelease;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Makes schedules of their mappings. */
final class ScheduleReader {

  private static final List<String> RULES = List.of("cron", "every", "at");

  private static final String AT_REMEDY =
      "Write a local date and time, 2026-11-29T02:00, or an instant with its offset,"
          + " 2026-11-29T02:00+07:00";

  private ScheduleReader() {}

  /** One schedule, or a list of them. */
  static List<RunbookSchedule> schedules(YamlValue value) {
    List<RunbookSchedule> schedules = new ArrayList<>();
    Set<String> identities = new HashSet<>();
    for (YamlValue item : value.oneOrMore()) {
      Optional<RunbookSchedule> schedule = item.mapping().flatMap(ScheduleReader::schedule);
      if (schedule.isPresent() && !identities.add(schedule.get().schedule().identity())) {
        item.refuse("is the same schedule again", "Keep one of them");
      }
      schedule.ifPresent(schedules::add);
    }
    return schedules;
  }

  private static Optional<RunbookSchedule> schedule(YamlMapping mapping) {
    mapping.only(RunbookKeys.SCHEDULE);
    Optional<ZoneId> zone =
        mapping
            .require("zone", "Say whose clocks count: 'zone: Asia/Bangkok'")
            .flatMap(Zones::read);
    DstRules dst = dst(mapping);
    MissedPolicy missed =
        mapping
            .get("missed")
            .flatMap(YamlValue::mapping)
            .map(ScheduleReader::missed)
            .orElse(MissedPolicy.DEFAULT);
    OverlapPolicy overlap =
        mapping
            .get("overlap")
            .flatMap(v -> v.oneOf(OverlapPolicy.class, LaterRelease.OVERLAP_POLICIES))
            .orElse(OverlapPolicy.SKIP);
    // A rule is checked although the zone is wrong, so that all is told at once.
    Optional<Schedule> rule = rule(mapping, zone.orElse(ZoneId.of("UTC")), dst);
    return zone.isEmpty()
        ? Optional.empty()
        : rule.map(schedule -> new RunbookSchedule(schedule, missed, overlap));
  }

  private static Optional<Schedule> rule(YamlMapping mapping, ZoneId zone, DstRules dst) {
    List<String> given = RULES.stream().filter(mapping::has).toList();
    if (given.size() != 1) {
      mapping
          .problems()
          .report(
              given.isEmpty() ? mapping.place() : mapping.placeOf(given.getLast()),
              given.isEmpty()
                  ? "the schedule says nothing about when"
                  : "the schedule has " + String.join(" and ", given),
              "Write one of 'cron', 'every' and 'at'; a runbook may have a list of schedules");
      return Optional.empty();
    }
    YamlValue value = mapping.get(given.getFirst()).orElseThrow();
    return switch (given.getFirst()) {
      case "cron" -> cron(value).map(cron -> new CronSchedule(cron, zone, dst));
      case "every" -> every(value).map(every -> new IntervalSchedule(every, zone));
      default -> at(value, zone, dst).map(at -> new OneShotSchedule(at, zone));
    };
  }

  private static Optional<CronExpression> cron(YamlValue value) {
    return value
        .text()
        .flatMap(
            text ->
                switch (CronExpression.parse(text)) {
                  case CronExpression.Parsed.Good good -> Optional.of(good.cron());
                  case CronExpression.Parsed.Bad bad -> {
                    value.refuse("is no cron expression: " + bad.what(), bad.remedy());
                    yield Optional.empty();
                  }
                });
  }

  private static Optional<Duration> every(YamlValue value) {
    Optional<Duration> every = value.parsed(Durations::parse, Durations.REMEDY);
    if (every.isPresent() && every.get().compareTo(IntervalSchedule.SHORTEST) < 0) {
      value.refuse("is shorter than a second", "Write at least 1s");
      return Optional.empty();
    }
    return every;
  }

  private static Optional<Instant> at(YamlValue value, ZoneId zone, DstRules dst) {
    Optional<String> text = value.text();
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      return Optional.of(OffsetDateTime.parse(text.get()).toInstant());
    } catch (DateTimeParseException notAnInstant) {
      return atLocal(value, text.get(), zone, dst);
    }
  }

  private static Optional<Instant> atLocal(
      YamlValue value, String text, ZoneId zone, DstRules dst) {
    LocalDateTime local;
    try {
      local = LocalDateTime.parse(text);
    } catch (DateTimeParseException e) {
      value.refuse("cannot be '" + text + "'", AT_REMEDY);
      return Optional.empty();
    }
    List<Instant> instants = dst.instants(local, zone);
    if (instants.size() != 1) {
      value.refuse(
          instants.isEmpty()
              ? "is skipped: clocks in " + zone + " jump over '" + text + "'"
              : "is twice: clocks in " + zone + " show '" + text + "' two times",
          "Write another time, or the instant with its offset");
      return Optional.empty();
    }
    return Optional.of(instants.getFirst());
  }

  private static DstRules dst(YamlMapping mapping) {
    return new DstRules(
        mapping
            .get("dst-gap")
            .flatMap(value -> value.oneOf(DstRules.Gap.class, List.of()))
            .orElse(DstRules.DEFAULT.gap()),
        mapping
            .get("dst-overlap")
            .flatMap(value -> value.oneOf(DstRules.Overlap.class, List.of()))
            .orElse(DstRules.DEFAULT.overlap()));
  }

  private static MissedPolicy missed(YamlMapping mapping) {
    mapping.only(RunbookKeys.MISSED);
    return new MissedPolicy(
        mapping
            .get("policy")
            .flatMap(v -> v.oneOf(MissedPolicy.Kind.class, LaterRelease.MISSED_POLICIES))
            .orElse(MissedPolicy.DEFAULT.kind()),
        mapping
            .get("within")
            .flatMap(value -> value.parsed(Durations::parse, Durations.REMEDY))
            .orElse(MissedPolicy.DEFAULT.within()));
  }
}
