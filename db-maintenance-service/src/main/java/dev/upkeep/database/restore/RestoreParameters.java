package dev.upkeep.database.restore;

import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What {@code database.restore} must be told.
 *
 * @param into the database on the component's server; empty, or not there yet
 * @param backup the backup to restore; the newest that was proven if it is not given
 * @param until an instant with its offset, up to when the server's binary logs are replayed; to the
 *     second, which is left out
 * @param replace whether what the database holds is replaced, once a person has approved that
 */
public record RestoreParameters(
    String into, @Nullable String backup, @Nullable String until, boolean replace) {

  /** Up to when it is brought back beyond the backup's own instant. */
  Optional<Instant> untilInstant() {
    try {
      return Optional.ofNullable(until).map(text -> OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException(
          "until cannot be '%s'. Write an instant with its offset: 2026-11-22T14:03:00+07:00"
              .formatted(until),
          e);
    }
  }
}
