package dev.upkeep.chassis.audit;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/**
 * What somebody did.
 *
 * @param seq counts entries from 1 without a gap
 * @param at UTC, to the microsecond
 * @param who the person, as authenticated
 * @param what the act, as in {@code quarantine.drop}
 * @param subject what it was done to
 * @param why the reason given
 * @param previous the hash of the entry before this, in hexadecimal; 64 zeros for the first
 */
public record AuditEntry(
    long seq, Instant at, String who, String what, String subject, String why, String previous) {

  static final String BEFORE_THE_FIRST = "0".repeat(64);

  /** SHA-256 over all fields, each text with its length before it; in hexadecimal. */
  public String hash() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream fields = new DataOutputStream(bytes)) {
      fields.writeLong(seq);
      fields.writeLong(at.getEpochSecond());
      fields.writeInt(at.getNano());
      for (String text : List.of(who, what, subject, why)) {
        byte[] encoded = text.getBytes(StandardCharsets.UTF_8);
        fields.writeInt(encoded.length);
        fields.write(encoded);
      }
      fields.write(HexFormat.of().parseHex(previous));
      return HexFormat.of()
          .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes.toByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
