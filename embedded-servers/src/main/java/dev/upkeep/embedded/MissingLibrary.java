package dev.upkeep.embedded;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A system library that a bundled program needs and the machine lacks.
 *
 * @param library as the loader names it, {@code libcrypt.so.1}
 */
record MissingLibrary(String library) {

  private static final Pattern LOADERS_WORDS =
      Pattern.compile("error while loading shared libraries: ([^:\\s]+):");

  /**
   * Debian 12's and 13's packages for the libraries that the bundled programs and Debian's own are
   * linked with.
   */
  private static final Map<String, String> DEBIAN_PACKAGES =
      Map.ofEntries(
          Map.entry("libcrypt.so.1", "libcrypt1"),
          Map.entry("libsystemd.so.0", "libsystemd0"),
          Map.entry("libstdc++.so.6", "libstdc++6"),
          Map.entry("libgcc_s.so.1", "libgcc-s1"),
          Map.entry("libcap.so.2", "libcap2"),
          Map.entry("libgcrypt.so.20", "libgcrypt20"),
          Map.entry("liblzma.so.5", "liblzma5"),
          Map.entry("libzstd.so.1", "libzstd1"),
          Map.entry("liblz4.so.1", "liblz4-1"),
          Map.entry("libgpg-error.so.0", "libgpg-error0"),
          Map.entry("liburing.so.2", "liburing2"),
          Map.entry("libssl.so.3", "libssl3"),
          Map.entry("libcrypto.so.3", "libssl3"));

  /** Reads what the program said before it ended. */
  static Optional<MissingLibrary> namedIn(String output) {
    Matcher words = LOADERS_WORDS.matcher(output);
    return words.find() ? Optional.of(new MissingLibrary(words.group(1))) : Optional.empty();
  }

  String remedy() {
    String debian = DEBIAN_PACKAGES.get(library);
    return debian == null
        ? "The system library %s is missing; install the package that has it.".formatted(library)
        : "The system library %s is missing; install it (Debian: apt-get install %s)."
            .formatted(library, debian);
  }
}
