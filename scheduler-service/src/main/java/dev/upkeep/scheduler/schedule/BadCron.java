package dev.upkeep.scheduler.schedule;

/** Leaves the cron parser at the first fault; never leaves the package. */
final class BadCron extends RuntimeException {

  private static final long serialVersionUID = 1;

  private final String what;
  private final String remedy;

  BadCron(String what, String remedy) {
    super(what, null, false, false);
    this.what = what;
    this.remedy = remedy;
  }

  CronExpression.Parsed.Bad answer() {
    return new CronExpression.Parsed.Bad(what, remedy);
  }
}
