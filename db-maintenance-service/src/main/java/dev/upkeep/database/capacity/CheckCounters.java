package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepContext.Sighting;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A table whose AUTO_INCREMENT column is at its end takes no more rows, whatever the disk holds.
 */
final class CheckCounters implements LookingStep {

  static final String NEAR_END = "database.auto-increment-near-end";

  private static final BigDecimal NEAR = new BigDecimal(70);
  private static final BigDecimal HURTS = new BigDecimal(90);

  private final TargetDatabases databases;

  CheckCounters(TargetDatabases databases) {
    this.databases = databases;
  }

  @Override
  public String name() {
    return "check-counters";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    context.looksFor(NEAR_END);
    return databases.look(context, session -> check(context, session));
  }

  private static StepOutcome check(StepContext context, TargetSession session) {
    Map<String, Object> near = new LinkedHashMap<>();
    session
        .sql(
            """
            SELECT t.TABLE_NAME, c.COLUMN_NAME, c.COLUMN_TYPE,
                   100 * t.AUTO_INCREMENT
                     / (POW(2, CASE c.DATA_TYPE WHEN 'tinyint' THEN 8 WHEN 'smallint' THEN 16
                                 WHEN 'mediumint' THEN 24 WHEN 'int' THEN 32 ELSE 64 END
                               - IF(c.COLUMN_TYPE LIKE '%unsigned%', 0, 1))) AS used
              FROM information_schema.TABLES t
              JOIN information_schema.COLUMNS c
                ON c.TABLE_SCHEMA = t.TABLE_SCHEMA AND c.TABLE_NAME = t.TABLE_NAME
               AND c.EXTRA LIKE '%auto_increment%'
             WHERE t.TABLE_SCHEMA = DATABASE() AND t.AUTO_INCREMENT IS NOT NULL
               AND c.DATA_TYPE LIKE '%int'
             ORDER BY used DESC
            """)
        .query(
            row -> {
              BigDecimal used = row.getBigDecimal("used").setScale(1, RoundingMode.HALF_UP);
              if (used.compareTo(NEAR) >= 0) {
                near.put(row.getString("TABLE_NAME"), used);
                found(
                    context,
                    row.getString("TABLE_NAME"),
                    "`%s` %s".formatted(row.getString("COLUMN_NAME"), row.getString("COLUMN_TYPE")),
                    used);
              }
            });
    return StepOutcome.done(Evidence.of("counters-near-end", near));
  }

  private static void found(StepContext context, String table, String column, BigDecimal used) {
    context.found(
        new Sighting(
            NEAR_END,
            table,
            used.compareTo(HURTS) >= 0 ? Severity.CRITICAL : Severity.HIGH,
            "'%s' has used up %s %% of the numbers of %s".formatted(table, used, column),
            "Make the column BIGINT before it is full, here and in what refers to it",
            Evidence.of("used-percent", used)));
  }
}
