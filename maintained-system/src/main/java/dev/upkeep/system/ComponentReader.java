package dev.upkeep.system;

import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Makes components of their mappings. */
final class ComponentReader {

  private static final Pattern MARIADB_URL =
      Pattern.compile(
          "jdbc:mariadb://(?<host>[^/\\s?@:]+)[^/\\s?@]*/[^/\\s?]+(?:\\?(?<options>\\S*))?");
  private static final Pattern CREDENTIALS =
      Pattern.compile("(?:^|&)(?:user|\\w*password)\\d*=", Pattern.CASE_INSENSITIVE);

  /** What MariaDB takes as an unquoted identifier, which is at most 64 characters long. */
  private static final Pattern IDENTIFIER = Pattern.compile("[0-9A-Za-z$_\\u0080-\\uFFFF]{1,64}");

  private ComponentReader() {}

  static Optional<Component> mariaDb(String name, YamlMapping mapping) {
    mapping.only(SystemFileKeys.MARIADB);
    Optional<String> url =
        mapping
            .require("url", "Write 'url: jdbc:mariadb://host:3306/database'")
            .flatMap(ComponentReader::mariaDbUrl);
    Optional<String> user =
        mapping.require("user", "Name the account that Upkeep works with").flatMap(YamlValue::text);
    Optional<SecretReference> password =
        mapping.require("password", SecretReference.REMEDY).flatMap(ComponentReader::secret);
    Optional<ZoneId> zone = mapping.get("datetime-zone").flatMap(Zones::read);
    List<CleanupPolicy> cleanup =
        mapping.get("cleanup").map(CleanupReader::policies).orElse(List.of());
    Tuning tuning = TuningReader.read(mapping);
    Optional<BackupPolicy> backup = mapping.get("backup").flatMap(BackupReader::read);
    Optional<ContainerReference> container =
        ContainerReader.of(mapping, url.map(ComponentReader::host));
    Throttle throttle =
        mapping.get("throttle").flatMap(ThrottleReader::read).orElse(Throttle.USUAL);
    if (mapping.has("cleanup") && !mapping.has("datetime-zone")) {
      mapping
          .problems()
          .report(
              mapping.placeOf("cleanup"),
              "'cleanup' needs 'datetime-zone', or nobody knows when a row became old",
              "Say what DATETIME columns mean: 'datetime-zone: Asia/Bangkok'");
    }
    if (url.isEmpty() || user.isEmpty() || password.isEmpty()) {
      return Optional.empty();
    }
    // Without a readable zone the file is refused anyway; its other problems are told all the same.
    return Optional.of(
        new MariaDbComponent(
            name,
            url.get(),
            user.get(),
            password.get(),
            zone,
            zone.isPresent() ? cleanup : List.of(),
            backup,
            tuning,
            throttle,
            container));
  }

  private static String host(String url) {
    Matcher parts = MARIADB_URL.matcher(url);
    return parts.matches() ? parts.group("host") : "";
  }

  static Optional<String> mariaDbUrl(YamlValue value) {
    // The text of a bad address is not repeated: it may hold a password.
    return value
        .text()
        .filter(
            url -> {
              var parts = MARIADB_URL.matcher(url);
              if (!parts.matches()) {
                value.refuse(
                    "is no address of a MariaDB database without user and password",
                    "Write jdbc:mariadb://host:3306/database; user and password are keys of their"
                        + " own");
                return false;
              }
              if (CREDENTIALS.matcher(String.valueOf(parts.group("options"))).find()) {
                value.refuse(
                    "has a user or a password in it",
                    "Move them to the keys 'user' and 'password', the password as a reference");
                return false;
              }
              return true;
            });
  }

  /** What stands there instead of a reference is never repeated: it may be the secret. */
  static Optional<SecretReference> secret(YamlValue value) {
    Optional<SecretReference> reference = value.textInSilence().flatMap(SecretReference::parse);
    if (reference.isEmpty()) {
      value.refuse(
          "must be a reference to a secret and not the secret itself", SecretReference.REMEDY);
    }
    return reference;
  }

  static Optional<String> identifier(YamlValue value) {
    return value.parsed(
        text -> Optional.of(text).filter(name -> IDENTIFIER.matcher(name).matches()),
        "Write the bare name, without database and quotes");
  }

  static List<String> texts(YamlValue value) {
    return value.oneOrMore().stream().map(YamlValue::text).flatMap(Optional::stream).toList();
  }
}
