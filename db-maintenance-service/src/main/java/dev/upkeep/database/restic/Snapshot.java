package dev.upkeep.database.restic;

import dev.upkeep.database.backupset.Retained;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A snapshot in a repository.
 *
 * @param id what restic calls it now; changing its tags gives it another
 * @param original what restic called it first
 * @param takenAt when reading the files began
 * @param tags what is known of it
 * @param excludes what was left out of it, as restic was told
 */
public record Snapshot(
    String id, String original, Instant takenAt, List<String> tags, List<String> excludes)
    implements Retained {

  private static final int SHORT = 8;

  public Snapshot {
    tags = List.copyOf(tags);
    excludes = List.copyOf(excludes);
  }

  /** What people call it: the beginning of its first id, which stays. */
  public String name() {
    return original.substring(0, Math.min(SHORT, original.length()));
  }

  /** Whether a person means this one: the beginning of its first id, or of the present one. */
  public boolean isCalled(String name) {
    return original.startsWith(name) || id.startsWith(name);
  }

  /** What a tag of the form {@code key=value} says. */
  public Optional<String> tag(String key) {
    return tags.stream()
        .filter(tag -> tag.startsWith(key + "="))
        .map(tag -> tag.substring(key.length() + 1))
        .findFirst();
  }

  /** Whether it was compared with the files that it was made of; before that it is no backup. */
  public boolean isWhole() {
    return tags.contains(Tags.WHOLE);
  }

  @Override
  public boolean isProven() {
    return tags.contains(Tags.PROVEN);
  }

  @Override
  public boolean isDamaged() {
    return tags.contains(Tags.DAMAGED);
  }
}
