package dev.upkeep.database.capacity;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetSession;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** How much memory and processor the server uses, and who says so. */
final class MeasureServer implements LookingStep {

  private static final String REMEMBERED = "server-figures";

  private final TargetDatabases databases;

  MeasureServer(TargetDatabases databases) {
    this.databases = databases;
  }

  static ServerFigures measured(StepContext context) {
    return context.recall(REMEMBERED, ServerFigures.class).orElseThrow();
  }

  @Override
  public String name() {
    return "measure-server";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    return databases.look(
        context,
        session -> {
          ServerFigures figures = measure(session);
          context.remember(REMEMBERED, figures);
          return StepOutcome.done(
              Evidence.of("memory-bytes", figures.memoryBytes())
                  .with("memory-from", figures.memoryFrom())
                  .with("memory-at-most-bytes", figures.memoryAtMostBytes())
                  .with("processor-from", figures.cpuFrom())
                  .with("host-from", figures.hostFrom()));
        });
  }

  private static ServerFigures measure(TargetSession session) {
    Optional<ServerHost> host = ServerHost.of(session);
    Map<String, Double> status = status(session);
    // Without userstat the server counts no processor time: 0 means that, not idleness.
    Optional<Double> counted = Optional.of(status.getOrDefault("cpu_time", 0.0)).filter(c -> c > 0);
    Optional<Double> ofProcess = host.map(h -> h.cpu().toMillis() / 1000.0);
    return new ServerFigures(
        host.map(ServerHost::residentBytes)
            .orElse(status.getOrDefault("memory_used", 0.0).longValue()),
        host.isPresent() ? "the server's process (VmRSS)" : "the server (Memory_used)",
        atMost(session),
        ofProcess.or(() -> counted),
        host.isPresent()
            ? "the server's process"
            : counted.isPresent()
                ? "the server (Cpu_time, statements alone)"
                : "not known: the server's process cannot be seen from here, and userstat is off",
        status.getOrDefault("uptime", 0.0).longValue(),
        host.map(ServerHost::memoryBytes),
        host.map(ServerHost::processors),
        host.isPresent()
            ? "this machine, on which the server runs"
            : "not known: the server's process cannot be seen from here");
  }

  /** Shared buffers, and those of each connection if all of them are there at once. */
  private static long atMost(TargetSession session) {
    return session
        .sql(
            """
            SELECT @@innodb_buffer_pool_size + @@innodb_log_buffer_size + @@key_buffer_size
                   + @@aria_pagecache_buffer_size + @@query_cache_size
                   + @@max_connections
                     * (@@sort_buffer_size + @@join_buffer_size + @@read_buffer_size
                        + @@read_rnd_buffer_size + @@thread_stack + @@binlog_cache_size)
            """)
        .query(Long.class)
        .single();
  }

  private static Map<String, Double> status(TargetSession session) {
    Map<String, Double> status = new HashMap<>();
    session
        .sql(
            """
            SELECT VARIABLE_NAME, VARIABLE_VALUE FROM information_schema.GLOBAL_STATUS
             WHERE VARIABLE_NAME IN ('MEMORY_USED', 'CPU_TIME', 'UPTIME')
            """)
        .query(
            row -> {
              status.put(
                  row.getString("VARIABLE_NAME").toLowerCase(Locale.ROOT),
                  row.getDouble("VARIABLE_VALUE"));
            });
    return status;
  }
}
