package dev.upkeep.scheduler.due;

import dev.upkeep.chassis.web.Needs;
import dev.upkeep.chassis.web.Role;
import dev.upkeep.scheduler.definition.Definitions;
import dev.upkeep.scheduler.schedule.Schedule;
import java.time.Clock;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is due next. */
@RestController
class NextController {

  private static final int MOST = 1000;
  private static final DateTimeFormatter LOCAL =
      DateTimeFormatter.ofPattern("EEE yyyy-MM-dd HH:mm:ss VV", Locale.ENGLISH);

  private final Definitions definitions;
  private final Clock clock;

  NextController(Definitions definitions, Clock clock) {
    this.definitions = definitions;
    this.clock = clock;
  }

  record Answer(List<Upcoming> next) {}

  /**
   * A due instant to come.
   *
   * @param due UTC
   * @param local the same in the schedule's own zone
   * @param schedule the rule in words
   */
  record Upcoming(
      Instant due, String local, String runbook, String title, String system, String schedule) {}

  @Needs(Role.VIEWER)
  @GetMapping("/api/v1/next")
  Answer next(@RequestParam(defaultValue = "10") int count) {
    int most = Math.clamp(count, 1, MOST);
    Instant now = clock.instant();
    return new Answer(
        KnownSchedule.of(definitions.inForce()).values().stream()
            .flatMap(
                known ->
                    known.schedule().nextAfter(now, most).stream()
                        .map(instant -> upcoming(known, instant)))
            .sorted(Comparator.comparing(Upcoming::due).thenComparing(Upcoming::runbook))
            .limit(most)
            .toList());
  }

  private static Upcoming upcoming(KnownSchedule known, Instant instant) {
    Schedule schedule = known.schedule();
    return new Upcoming(
        instant,
        LOCAL.format(ZonedDateTime.ofInstant(instant, schedule.zone())),
        known.runbook().name(),
        known.runbook().title(),
        known.runbook().system(),
        schedule.describe());
  }
}
