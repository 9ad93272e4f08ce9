package dev.upkeep.chassis.observability;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.MDC;

class TraceContextTest {
  private static final String PARENT = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";

  @Test
  void continuesATraceAsAChild() {
    TraceContext child = TraceContext.continuing(PARENT);

    assertThat(child.traceId()).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
    assertThat(child.spanId()).isNotEqualTo("00f067aa0ba902b7");
    assertThat(TraceContext.parse(child.traceparent())).contains(child);
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(
      strings = {
        "",
        "garbage",
        "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
        "00-4bf92f3577b34da6a3ce929d0e0e4736-0000000000000000-01",
        "ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01"
      })
  void beginsATraceWhereThereIsNone(String traceparent) {
    assertThat(TraceContext.parse(traceparent)).isEmpty();
    assertThat(TraceContext.continuing(traceparent).traceId()).hasSize(32);
  }

  @Test
  void marksLogLinesUntilTheScopeEnds() {
    UUID run = UUID.randomUUID();
    UUID inner = UUID.randomUUID();
    try (LogScope _ = LogScope.of(run, null, PARENT)) {
      try (LogScope _ = LogScope.of(inner, null, null)) {
        assertThat(MDC.get("run")).isEqualTo(inner.toString());
        assertThat(MDC.get("trace")).isEqualTo("4bf92f3577b34da6a3ce929d0e0e4736");
      }
      assertThat(MDC.get("run")).isEqualTo(run.toString());
    }
    assertThat(MDC.get("run")).isNull();
    assertThat(MDC.get("trace")).isNull();
  }
}
