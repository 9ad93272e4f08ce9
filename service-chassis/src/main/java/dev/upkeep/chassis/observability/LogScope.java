package dev.upkeep.chassis.observability;

import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * Marks the log lines of the current thread with what they are about, until it is closed; then the
 * marks of before are back. Names in the log: {@code run}, {@code correlation}, {@code trace}.
 */
public final class LogScope implements AutoCloseable {
  private static final String RUN = "run";
  private static final String CORRELATION = "correlation";
  private static final String TRACE = "trace";

  private final @Nullable Map<String, String> before;

  private LogScope() {
    this.before = MDC.getCopyOfContextMap();
  }

  /**
   * Opens a scope; what is null keeps the mark it has.
   *
   * @param runId the task run or runbook run
   * @param traceparent the W3C trace context
   */
  public static LogScope of(
      @Nullable UUID runId, @Nullable UUID correlationId, @Nullable String traceparent) {
    LogScope scope = new LogScope();
    if (runId != null) {
      MDC.put(RUN, runId.toString());
    }
    if (correlationId != null) {
      MDC.put(CORRELATION, correlationId.toString());
    }
    TraceContext.parse(traceparent).ifPresent(trace -> MDC.put(TRACE, trace.traceId()));
    return scope;
  }

  @Override
  public void close() {
    if (before == null) {
      MDC.clear();
    } else {
      MDC.setContextMap(before);
    }
  }
}
