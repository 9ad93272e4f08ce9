package dev.upkeep.database.query;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.NamedQuery;
import dev.upkeep.system.database.ServerSays;
import dev.upkeep.system.database.TargetSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Has the server run queries and count what they read. Their rows never leave the server, they are
 * ended at a limit, and what writes is refused by it.
 */
public final class Measuring {

  private final JdbcClient server;
  private final BooleanSupplier lost;
  private final Duration limit;

  /**
   * @param limit the longest that a query may run
   */
  public Measuring(TargetSession session, Duration limit) {
    this(session.client(), session::lost, limit);
  }

  /**
   * On a copy, where nobody else is at work.
   *
   * @param limit as above
   */
  public Measuring(JdbcClient copy, Duration limit) {
    this(copy, () -> false, limit);
  }

  private Measuring(JdbcClient server, BooleanSupplier lost, Duration limit) {
    this.server = server;
    this.lost = lost;
    this.limit = limit;
  }

  /** Runs each once. */
  public List<QueryCost> of(StepContext context, List<NamedQuery> queries) throws StopRequested {
    List<QueryCost> costs = new ArrayList<>();
    for (NamedQuery query : queries) {
      context.safePoint("before-query");
      context.progress(
          (double) costs.size() / queries.size(), "measuring the query " + query.name());
      costs.add(of(query));
    }
    return costs;
  }

  /** Runs one. */
  public QueryCost of(NamedQuery query) {
    return carefully(
        query,
        () -> {
          long before = rowsRead();
          long started = System.nanoTime();
          String analyzed = json("ANALYZE FORMAT=JSON " + query.sql());
          long took = (System.nanoTime() - started) / 1000;
          return new QueryCost(
              query.name(),
              rowsRead() - before,
              took,
              TableAccess.in(analyzed),
              Misestimate.in(TableAccess.LENIENT.readTree(analyzed)),
              "");
        });
  }

  /**
   * How the server would go about a query, without running it; empty if it cannot say.
   *
   * @param sql what an application sent: it is explained, and no part of it is kept
   */
  public Optional<List<TableAccess>> explain(String sql) {
    try {
      return Optional.of(TableAccess.in(json("EXPLAIN FORMAT=JSON " + sql)));
    } catch (RuntimeException e) {
      // The server's message quotes the query, and so is not passed on.
      if (ServerSays.in(e).isEmpty() || lost.getAsBoolean()) {
        throw e;
      }
      return Optional.empty();
    }
  }

  private QueryCost carefully(NamedQuery query, Measured measured) {
    server
        .sql("SET SESSION max_statement_time = :seconds")
        .param("seconds", limit.toMillis() / 1000.0)
        .update();
    server.sql("SET SESSION TRANSACTION READ ONLY").update();
    try {
      return measured.run();
    } catch (RuntimeException e) {
      return QueryCost.unmeasured(query.name(), problem(e));
    } finally {
      if (!lost.getAsBoolean()) {
        server.sql("SET SESSION TRANSACTION READ WRITE").update();
        server.sql("SET SESSION max_statement_time = 0").update();
      }
    }
  }

  /** By its number: the server's message quotes the query. */
  private String problem(RuntimeException e) {
    int code = ServerSays.in(e).orElseThrow(() -> e).getErrorCode();
    if (lost.getAsBoolean()) {
      throw e;
    }
    return switch (code) {
      case ServerSays.STATEMENT_TIMEOUT -> "it takes longer than " + limit.toSeconds() + " s";
      case 1792 -> "it writes";
      case 1142, 1143, 1370 -> "the account may not read all that it reads";
      case 1146, 1054 -> "it names a table or a column that is not there";
      case 1064 -> "the server does not understand it";
      default -> "the server refuses it with error " + code;
    };
  }

  /** Rows fetched for this session so far, temporary tables left out. */
  private long rowsRead() {
    return server
        .sql(
            """
            SELECT VARIABLE_VALUE FROM information_schema.SESSION_STATUS
             WHERE VARIABLE_NAME = 'ROWS_READ'
            """)
        .query(Long.class)
        .single();
  }

  private String json(String statement) {
    return server.sql(statement).query(String.class).single();
  }

  /** What is measured. */
  @FunctionalInterface
  private interface Measured {
    QueryCost run();
  }
}
