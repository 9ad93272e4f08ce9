package dev.upkeep.chassis.run;

import dev.upkeep.chassis.database.DatabaseSettings;
import dev.upkeep.chassis.database.Purge;
import dev.upkeep.chassis.database.RetentionSettings;
import dev.upkeep.chassis.database.Transactions;
import dev.upkeep.chassis.finding.FindingConfiguration;
import dev.upkeep.chassis.finding.Findings;
import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.chassis.outbox.Outbox;
import dev.upkeep.chassis.service.ServiceIdentity;
import dev.upkeep.chassis.task.Task;
import dev.upkeep.chassis.web.OpenApi;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What a worker service imports beside the chassis: takes in due events, runs the {@linkplain Task
 * tasks} among the service's beans, and tells what became of them. The service declares a {@link
 * KnownSystems} bean, and a {@link Leftovers} bean for each kind of resource its steps hold.
 */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(RunSettings.class)
@Import(FindingConfiguration.class)
public class Worker {

  @Bean
  Tasks knownTasks(ObjectProvider<Task> tasks) {
    return new Tasks(tasks.orderedStream().toList());
  }

  @Bean
  HeldRuns heldRuns() {
    return new HeldRuns();
  }

  @Bean
  TaskRuns taskRuns(JdbcClient jdbc) {
    return new TaskRuns(jdbc);
  }

  @Bean
  RunStore runStore(
      JdbcClient jdbc,
      Transactions transactions,
      TaskRuns runs,
      Findings findings,
      Outbox outbox,
      Clock clock) {
    return new RunStore(
        transactions,
        runs,
        new StepJournals(jdbc),
        new RunResources(jdbc),
        findings,
        outbox,
        clock,
        Masking::mask);
  }

  @Bean
  WorkerRuns workerRuns(
      ServiceIdentity service,
      RunSettings settings,
      Tasks tasks,
      HeldRuns held,
      RunStore store,
      JdbcClient jdbc,
      DatabaseSettings database,
      MeterRegistry meters,
      ObjectProvider<Leftovers> leftovers,
      ObjectProvider<RunObserver> observer) {
    RunParts parts =
        new RunParts(
            service.instance(),
            tasks,
            store,
            new LeftoverEnds(leftovers.orderedStream().toList()),
            observer.getIfAvailable(RunObserver::none),
            settings,
            new RunMetrics(meters, held));
    Claims claims = new Claims(jdbc, store.transactions(), tasks, settings.leaveToOthers());
    return new WorkerRuns(parts, claims, held, () -> connection(database, settings));
  }

  @Bean
  DueInbound dueInbound(
      ServiceIdentity service,
      Tasks tasks,
      KnownSystems systems,
      RunStore store,
      HeldRuns held,
      WorkerRuns worker) {
    return new DueInbound(
        new Acceptance(service.service(), tasks, systems, store, worker.notStarted(), worker::wake),
        new Requests(store, tasks, held, worker::wake),
        tasks);
  }

  @Bean
  Purge oldRuns(
      RetentionSettings retention, JdbcClient jdbc, Transactions transactions, Clock clock) {
    return OldRuns.ROWS.after(retention.runs(), jdbc, transactions, clock);
  }

  @Bean
  OpenApi.Part workerRoutes() {
    return new OpenApi.Part("openapi/worker.yaml");
  }

  @Bean
  TaskRunsController taskRunsController(JdbcClient jdbc, RunStore store, Tasks tasks) {
    return new TaskRunsController(new RunViews(jdbc, store.journals()), tasks);
  }

  /** Waits for nothing longer than a lease can bear. */
  private static Connection connection(DatabaseSettings database, RunSettings settings)
      throws SQLException {
    Connection connection =
        DriverManager.getConnection(database.url(), database.user(), database.password());
    try (Statement statement = connection.createStatement()) {
      connection.setNetworkTimeout(Runnable::run, (int) settings.lease().toMillis());
      statement.execute("SET innodb_lock_wait_timeout = 1");
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }
}
