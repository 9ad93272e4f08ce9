package dev.upkeep.events;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.UUID;

/**
 * Identities that follow from what they name, so that two schedulers, or one event delivered twice,
 * arrive at the same one. Name-based UUIDs of version 5 (RFC 9562 §5.5).
 */
public final class Ids {
  private static final UUID NAMESPACE = UUID.fromString("6b1d9a0e-52f4-5c39-9d64-0d7f4a7d3e11");

  private Ids() {}

  /** The run of a runbook for one due instant. */
  public static UUID scheduledRunbookRun(String system, String runbook, Instant scheduled) {
    return named("scheduled", system, runbook, scheduled.toString());
  }

  /**
   * The run of a runbook that a trigger asked for; {@code source} says who issued the trigger's id.
   */
  public static UUID triggeredRunbookRun(String source, UUID triggerId) {
    return named("triggered", source, triggerId.toString());
  }

  /** The run of one task within a runbook run. */
  public static UUID taskRun(UUID runbookRunId, String task) {
    return named("task", runbookRunId.toString(), task);
  }

  /**
   * A name-based id of any parts; the parts are length-prefixed, so no two lists of parts collide.
   */
  public static UUID named(String... parts) {
    StringBuilder name = new StringBuilder();
    for (String part : parts) {
      name.append(part.length()).append(':').append(part);
    }
    return version5(name.toString());
  }

  private static UUID version5(String name) {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      sha1.update(
          ByteBuffer.allocate(16)
              .putLong(NAMESPACE.getMostSignificantBits())
              .putLong(NAMESPACE.getLeastSignificantBits())
              .array());
      ByteBuffer digest = ByteBuffer.wrap(sha1.digest(name.getBytes(StandardCharsets.UTF_8)));
      long most = (digest.getLong() & ~0xF000L) | 0x5000L;
      long least = (digest.getLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
      return new UUID(most, least);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
