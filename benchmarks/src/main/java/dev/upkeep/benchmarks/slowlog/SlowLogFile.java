package dev.upkeep.benchmarks.slowlog;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.StringJoiner;
import java.util.function.Function;

/**
 * A slow query log as the document system's MariaDB would write it: statements of an ORM, of jobs
 * and of people, with Thai text, long lists, comments and multi-row inserts. The same file for the
 * same number of entries.
 */
final class SlowLogFile {

  private static final long SEED = 20261122;
  private static final long FIRST_SECOND = 1_795_000_000;
  private static final String[] NAMES = {"สมชาย ใจดี", "Anna", "O\\'Brien", "李雷 😀", "น.ส. สมหญิง"};

  private static final List<Function<Random, String>> STATEMENTS =
      List.of(
          r ->
              "SELECT * FROM correspondences WHERE status = '%s' AND created_at > '2026-%02d-%02d 10:00:00' ORDER BY created_at DESC LIMIT %d"
                  .formatted(
                      r.nextBoolean() ? "PENDING" : "DRAFT",
                      1 + r.nextInt(12),
                      1 + r.nextInt(28),
                      1 + r.nextInt(50)),
          r ->
              "SELECT `c`.`id` AS `c_id`, `c`.`title` AS `c_title`, `c`.`created_at` AS `c_created_at` FROM `correspondences` `c` LEFT JOIN `users` `u` ON `u`.`id` = `c`.`created_by` WHERE `c`.`title` LIKE '%%%s%%' LIMIT %d, %d"
                  .formatted(name(r), r.nextInt(100), 1 + r.nextInt(100)),
          r -> "INSERT INTO audit_logs (user_id, action, summary, changes) VALUES " + rows(r),
          r ->
              "UPDATE rfas SET workflow_status = 'APPROVED', updated_at = NOW() WHERE id IN ("
                  + numbers(r)
                  + ")",
          r ->
              "SELECT COUNT(*) FROM attachments WHERE entity_type = 'rfa' AND entity_id = %d AND deleted_at IS NULL"
                  .formatted(r.nextInt(100_000)),
          r ->
              "DELETE FROM temp_uploads WHERE created_at < '2026-01-%02d' AND size > %d.%d"
                  .formatted(1 + r.nextInt(28), r.nextInt(99), r.nextInt(99)),
          r ->
              "select a.id, b.title from shard_%d a join shard_%d b on a.id = b.a_id where a.x between %d and %d and b.flag = true order by a.id asc, b.title asc limit %d offset %d"
                  .formatted(
                      r.nextInt(9),
                      r.nextInt(9),
                      r.nextInt(9),
                      10 + r.nextInt(99),
                      1 + r.nextInt(9),
                      r.nextInt(9)),
          r ->
              "SELECT /* report of %s */ id\n  FROM rfas\n WHERE rfa_number = 'RFA-%07d'\n   AND revision = %d"
                  .formatted(
                      r.nextBoolean() ? "Anna" : "Somchai", r.nextInt(9_999_999), r.nextInt(5)),
          r ->
              "SELECT id FROM rfas WHERE revision = %d UNION ALL SELECT id FROM rfas WHERE revision = %d"
                  .formatted(r.nextInt(9), r.nextInt(9)),
          r -> "COMMIT",
          r -> "CALL refresh_totals(%d, 'x')".formatted(r.nextInt(9)),
          r ->
              "SELECT body FROM correspondences WHERE id = 0x%x -- by hand\n AND NOT seen"
                  .formatted(r.nextInt(9999)),
          r ->
              "REPLACE INTO settings VALUES ('k%d', NULL, -%d)"
                  .formatted(r.nextInt(99), r.nextInt(9)));

  private SlowLogFile() {}

  static void write(Path file, int entries) throws IOException {
    var random = new Random(SEED);
    try (BufferedWriter log = Files.newBufferedWriter(file)) {
      for (int i = 0; i < entries; i++) {
        String statement = STATEMENTS.get(random.nextInt(STATEMENTS.size())).apply(random);
        double seconds = -Math.log(1 - random.nextDouble());
        if (i % 50 == 0) {
          log.write(
              "# Time: 2611%02d %2d:%02d:%02d\n"
                  .formatted(
                      1 + random.nextInt(28),
                      random.nextInt(24),
                      random.nextInt(60),
                      random.nextInt(60)));
        }
        log.write(
            String.format(
                Locale.ROOT,
                """
                # User@Host: app[app] @ web [10.0.0.%d]
                # Thread_id: %d  Schema: lcbp3_dms  QC_hit: No
                # Query_time: %.6f  Lock_time: %.6f  Rows_sent: %d  Rows_examined: %d
                # Rows_affected: 0  Bytes_sent: %d
                SET timestamp=%d;
                %s;
                """,
                random.nextInt(9),
                random.nextInt(99),
                seconds,
                seconds / 100,
                random.nextInt(99),
                random.nextInt(99_999),
                random.nextInt(9_999),
                FIRST_SECOND + i,
                statement));
      }
    }
  }

  private static String name(Random random) {
    return NAMES[random.nextInt(NAMES.length)];
  }

  private static String rows(Random random) {
    var rows = new StringJoiner(", ");
    for (int i = random.nextInt(40); i >= 0; i--) {
      rows.add(
          "(%d, 'UPDATE', '%s', '{\"a\": %d}')"
              .formatted(random.nextInt(999), name(random), random.nextInt(9)));
    }
    return rows.toString();
  }

  private static String numbers(Random random) {
    var numbers = new StringJoiner(", ");
    for (int i = random.nextInt(60); i >= 0; i--) {
      numbers.add(Integer.toString(random.nextInt(99_999)));
    }
    return numbers.toString();
  }
}
