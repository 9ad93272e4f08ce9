package dev.upkeep.chassis.observability;

import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.ILoggingEvent;

/** Log lines as a pattern says, stack traces included, without secrets. Named in Logback's file. */
public final class MaskedLines extends PatternLayout {
  @Override
  public String doLayout(ILoggingEvent event) {
    return Masking.mask(super.doLayout(event));
  }
}
