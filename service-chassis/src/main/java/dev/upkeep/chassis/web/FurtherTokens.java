package dev.upkeep.chassis.web;

import dev.upkeep.chassis.observability.Masking;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tokens beside the local operator's, in a file with a line for each: {@code NAME ROLE[,ROLE…]
 * SHA-256}, the last in hexadecimal. What is kept is a hash, so whoever reads the file cannot use
 * it; a token is 32 random bytes, so a plain hash is enough.
 *
 * <p>Looked at for every request: a line that is taken away is worth nothing from that moment on. A
 * file that becomes bad opens to nobody, and says so in the log.
 */
final class FurtherTokens {
  private static final Logger log = LoggerFactory.getLogger(FurtherTokens.class);
  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,62}");
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{64}");

  private final Path file;
  private String seen = "";
  private Map<String, Caller> byHash = Map.of();

  private FurtherTokens(Path file) {
    this.file = file;
  }

  /**
   * Reads the file; there are none where it is missing.
   *
   * @throws IllegalStateException if others may use the file, or a line is wrong
   */
  static FurtherTokens in(Path file) {
    FurtherTokens tokens = new FurtherTokens(file);
    tokens.seen = tokens.look();
    tokens.byHash = tokens.read();
    return tokens;
  }

  /** Who holds a token, if anybody does. */
  synchronized Optional<Caller> holderOf(String presented) {
    String now = look();
    if (!now.equals(seen)) {
      seen = now;
      byHash = Map.of();
      try {
        byHash = read();
        log.info("The tokens in {} were read again: {} are good", file, byHash.size());
      } catch (IllegalStateException e) {
        log.error("No token of {} is good until this is mended: {}", file, e.getMessage());
      }
    }
    return Optional.ofNullable(byHash.get(hash(presented)));
  }

  /** What is kept of a token. */
  static String hash(String token) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  private String look() {
    try {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      return attributes.fileKey()
          + " "
          + attributes.size()
          + " bytes, "
          + attributes.lastModifiedTime()
          + " "
          + Files.getPosixFilePermissions(file);
    } catch (IOException e) {
      return "not there";
    }
  }

  private Map<String, Caller> read() {
    Map<String, Caller> callers = new HashMap<>();
    try {
      OwnerOnly.require(file);
      List<String> lines = Files.readAllLines(file);
      for (int number = 1; number <= lines.size(); number++) {
        String line = lines.get(number - 1).strip();
        if (!line.isEmpty() && !line.startsWith("#")) {
          add(callers, line, number);
        }
      }
      return Map.copyOf(callers);
    } catch (NoSuchFileException e) {
      return Map.of();
    } catch (IOException e) {
      throw new IllegalStateException("%s cannot be read: %s".formatted(file, e.getMessage()), e);
    }
  }

  private void add(Map<String, Caller> callers, String line, int number) {
    String[] parts = line.split("\\s+", -1);
    if (parts.length != 3 || !NAME.matcher(parts[0]).matches()) {
      throw wrong(number, "write NAME ROLE[,ROLE] SHA-256, the name in lower-case letters");
    }
    if (!HASH.matcher(parts[2]).matches()) {
      throw wrong(
          number, "the third word is the token's SHA-256 in 64 lower-case hexadecimal digits");
    }
    if (callers.values().stream().anyMatch(caller -> caller.name().equals(parts[0]))) {
      throw wrong(number, "'%s' has a line already".formatted(parts[0]));
    }
    callers.put(parts[2], new Caller(parts[0], roles(parts[1], number)));
  }

  private Set<Role> roles(String words, int number) {
    Set<Role> roles = new TreeSet<>();
    for (String word : words.split(",", -1)) {
      roles.add(
          Stream.of(Role.values())
              .filter(role -> role.name().toLowerCase(Locale.ROOT).equals(word))
              .findFirst()
              .orElseThrow(
                  () ->
                      wrong(
                          number,
                          "there is no role '%s', but: %s"
                              .formatted(Masking.mask(word), known()))));
    }
    return roles;
  }

  private static String known() {
    return Stream.of(Role.values())
        .map(role -> role.name().toLowerCase(Locale.ROOT))
        .collect(Collectors.joining(", "));
  }

  private IllegalStateException wrong(int number, String remedy) {
    return new IllegalStateException("%s:%d: %s".formatted(file, number, remedy));
  }
}
