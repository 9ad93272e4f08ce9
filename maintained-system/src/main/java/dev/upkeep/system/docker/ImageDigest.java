package dev.upkeep.system.docker;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An image that is named by what it holds, so that it is the same one tomorrow: {@code
 * registry/dms/backend@sha256:…} as a registry knows it, or {@code sha256:…}, the identifier of an
 * image that the engine has.
 *
 * @param repository where it can be fetched; none if only the engine has it
 * @param digest {@code sha256:} and 64 hexadecimal digits
 */
public record ImageDigest(Optional<String> repository, String digest) {

  /** What to tell a person whose image is named otherwise. */
  public static final String REMEDY =
      "Name the image by its digest: registry/name@sha256:…, or sha256:… for one that only the"
          + " engine has";

  private static final Pattern FORM =
      Pattern.compile(
          "(?:(?<repository>[a-z0-9][a-z0-9._:/-]{0,254})@)?(?<digest>sha256:[0-9a-f]{64})");

  /** The image, or nothing where the text names a tag, which may be another image tomorrow. */
  public static Optional<ImageDigest> parse(String text) {
    Matcher parts = FORM.matcher(text);
    return parts.matches()
        ? Optional.of(
            new ImageDigest(Optional.ofNullable(parts.group("repository")), parts.group("digest")))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return repository.map(name -> name + "@" + digest).orElse(digest);
  }
}
