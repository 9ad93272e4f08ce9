package dev.upkeep.events.trigger;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** The trigger of the tests and of the example in the documents. */
public final class Triggers {
  public static final Instant ISSUED = Instant.parse("2026-11-22T03:00:00Z");

  private Triggers() {}

  public static TriggerRequested example() {
    return new TriggerRequested(
        UUID.fromString("0b8b1a52-2f3d-4c29-9f2e-0c6a4a7f1d55"),
        TestKeys.ACTOR,
        "lcbp3-dms",
        "weekly-database",
        Map.of("optimize.rebuild-when-reclaimable", "10%"),
        true,
        "ตรวจสอบก่อนปรับแต่ง 🔧",
        ISSUED,
        ISSUED.plusSeconds(600));
  }
}
