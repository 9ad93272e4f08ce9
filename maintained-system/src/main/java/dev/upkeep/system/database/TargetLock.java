package dev.upkeep.system.database;

import dev.upkeep.chassis.task.StepContext;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to change a database, held by the connection that does the work and remembered by the
 * database itself.
 *
 * <p>The named lock keeps others out for as long as the connection lives. The table {@code
 * upkeep_fences} remembers the lowest fence that each run may still work with: a worker that was
 * taken over, or whose run was followed by another, finds itself below it and is refused inside its
 * own transaction.
 */
public final class TargetLock {

  private static final Logger log = LoggerFactory.getLogger(TargetLock.class);

  private static final String CREATE =
      """
      CREATE TABLE IF NOT EXISTS upkeep_fences (
        component VARCHAR(160) CHARACTER SET utf8mb4 COLLATE utf8mb4_bin NOT NULL,
        run_id    CHAR(36) CHARACTER SET ascii NOT NULL,
        fence     BIGINT NOT NULL COMMENT 'the last that worked',
        lowest    BIGINT NOT NULL COMMENT 'the lowest that may work',
        since     TIMESTAMP(6) NOT NULL DEFAULT CURRENT_TIMESTAMP(6),
        PRIMARY KEY (component, run_id),
        KEY upkeep_fences_age (component, since)
      ) ENGINE = InnoDB
      """;

  private final TargetSession session;
  private final String component;
  private final String run;
  private final long fence;

  private TargetLock(TargetSession session, StepContext context) {
    this.session = session;
    this.component = session.database().label();
    this.run = context.run().taskRunId().toString();
    this.fence = context.fence();
  }

  /**
   * Takes the right.
   *
   * @param patience how long to wait for another connection to give it up
   * @throws TargetProblem when another connection has it, or this worker was taken over
   */
  static TargetLock take(TargetSession session, StepContext context, Duration patience)
      throws TargetProblem, SQLException {
    Integer got =
        session
            .sql("SELECT GET_LOCK(:name, :seconds)")
            .param("name", session.database().lockName())
            .param("seconds", Math.max(1, patience.toSeconds()))
            .query(Integer.class)
            .optional()
            .orElse(0);
    if (got != 1) {
      throw heldByAnother(session);
    }
    var lock = new TargetLock(session, context);
    if (!exists(session)) {
      session.sql(CREATE).update();
    }
    session.inTransaction(
        () -> {
          lock.register();
          return Boolean.TRUE;
        });
    lock.forgetOld();
    return lock;
  }

  /** Asked first, so that an account without CREATE can work where the table is there. */
  private static boolean exists(TargetSession session) {
    return session
        .sql(
            """
            SELECT 1 FROM information_schema.TABLES
             WHERE TABLE_SCHEMA = DATABASE() AND TABLE_NAME = 'upkeep_fences'
            """)
        .query(Integer.class)
        .optional()
        .isPresent();
  }

  private void register() throws TargetProblem {
    session
        .sql(
            """
            INSERT INTO upkeep_fences (component, run_id, fence, lowest)
            VALUES (:component, :run, :fence, 0)
            ON DUPLICATE KEY UPDATE fence = GREATEST(fence, VALUES(fence))
            """)
        .param("component", component)
        .param("run", run)
        .param("fence", fence)
        .update();
    check();
    session
        .sql(
            """
            UPDATE upkeep_fences SET lowest = :fence
             WHERE component = :component AND run_id = :run AND lowest < :fence
            """)
        .param("fence", fence)
        .param("component", component)
        .param("run", run)
        .update();
    // Whoever worked here before needs a newer right than the one he worked with.
    session
        .sql(
            """
            UPDATE upkeep_fences SET lowest = fence + 1
             WHERE component = :component AND run_id <> :run AND lowest <= fence
            """)
        .param("component", component)
        .param("run", run)
        .update();
  }

  /** The rights of runs whose own records are gone by now; a few at a time, as a run needs one. */
  private void forgetOld() {
    try {
      session
          .sql(
              """
              DELETE FROM upkeep_fences
               WHERE component = :component AND run_id <> :run
                 AND since < NOW(6) - INTERVAL :kept SECOND
               LIMIT 100
              """)
          .param("component", component)
          .param("run", run)
          .param("kept", session.database().recordsKept().toSeconds())
          .update();
    } catch (RuntimeException e) {
      if (!ServerSays.code(e, ServerSays.TABLE_ACCESS_DENIED)) {
        throw e;
      }
      log.warn(
          "Old rows of {}.upkeep_fences stay: the account has no DELETE on that table; the task's"
              + " grant script has it",
          component);
    }
  }

  /**
   * Makes sure that this worker still has the right. Belongs into the transaction that it is to
   * guard: the row stays locked until that ends.
   *
   * @throws TargetProblem when it has not
   */
  public void check() throws TargetProblem {
    Optional<Long> lowest =
        session
            .sql(
                """
                SELECT GREATEST(lowest, fence) FROM upkeep_fences
                 WHERE component = :component AND run_id = :run
                   FOR UPDATE
                """)
            .param("component", component)
            .param("run", run)
            .query(Long.class)
            .optional();
    if (lowest.isEmpty() || lowest.get() > fence) {
      throw TargetProblem.passing(
          "This worker has fence %d for %s, but %s has since been worked on with a later right."
              .formatted(fence, run, component),
          "Nothing was changed; whoever took over goes on");
    }
  }

  private static TargetProblem heldByAnother(TargetSession session) {
    String holder =
        session
            .sql(
                """
                SELECT CONCAT('connection ', p.ID, ' of ', p.USER, ' from ', p.HOST)
                  FROM information_schema.PROCESSLIST p
                 WHERE p.ID = IS_USED_LOCK(:name)
                """)
            .param("name", session.database().lockName())
            .query(String.class)
            .optional()
            .orElse("a connection that this account cannot see");
    return TargetProblem.passing(
        "Somebody else is changing %s: %s holds the lock '%s'."
            .formatted(session.database().label(), holder, session.database().lockName()),
        "Wait for the other run to end, or end that connection");
  }
}
