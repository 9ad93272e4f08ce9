package dev.upkeep.system;

import dev.upkeep.system.BackupPolicy.Encryption;
import dev.upkeep.system.BackupPolicy.Keep;
import dev.upkeep.system.BackupPolicy.Method;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes backup policies of their mappings. */
final class BackupReader {

  /** Bech32 has 32 letters; a public key of age is 32 bytes and a checksum. */
  private static final Pattern RECIPIENT = Pattern.compile("age1[02-9ac-hj-np-z]{58}");

  private static final int MOST = 1000;

  private BackupReader() {}

  static Optional<BackupPolicy> read(YamlValue value) {
    return value.mapping().flatMap(BackupReader::policy);
  }

  private static Optional<BackupPolicy> policy(YamlMapping mapping) {
    mapping.only(SystemFileKeys.BACKUP);
    Optional<BackupPlace> place = BackupPlaceReader.read(mapping);
    Method method =
        mapping
            .get("method")
            .flatMap(value -> value.oneOf(Method.class, List.of(), Method::word))
            .orElse(Method.LOGICAL);
    Keep keep = kept(mapping);
    Optional<Encryption> encryption =
        mapping.get("encryption").flatMap(YamlValue::mapping).flatMap(BackupReader::encryption);
    List<String> withoutRows =
        mapping.get("without-rows").map(YamlValue::list).orElse(List.of()).stream()
            .map(ComponentReader::identifier)
            .flatMap(Optional::stream)
            .toList();
    List<String> smokeQueries =
        mapping.get("smoke-queries").map(ComponentReader::texts).orElse(List.of());
    boolean binaryLogs = mapping.get("binary-logs").flatMap(YamlValue::truth).orElse(false);
    if (method == Method.PHYSICAL && !withoutRows.isEmpty()) {
      mapping
          .get("without-rows")
          .ifPresent(
              value ->
                  value.refuse(
                      "means nothing for 'method: physical', which copies the server's files",
                      "Remove the key, or write 'method: logical'"));
      return Optional.empty();
    }
    return place.map(
        where ->
            new BackupPolicy(
                where, method, keep, encryption, withoutRows, smokeQueries, binaryLogs));
  }

  /** How many are kept, by the key of that name. */
  static Keep kept(YamlMapping mapping) {
    return mapping
        .get("keep")
        .flatMap(YamlValue::mapping)
        .map(BackupReader::keep)
        .orElse(Keep.USUAL);
  }

  private static Keep keep(YamlMapping mapping) {
    mapping.only(SystemFileKeys.KEEP);
    return new Keep(
        count(mapping, "daily", 1, Keep.USUAL.daily()),
        count(mapping, "weekly", 0, Keep.USUAL.weekly()),
        count(mapping, "monthly", 0, Keep.USUAL.monthly()));
  }

  private static int count(YamlMapping mapping, String key, int least, int usual) {
    Optional<YamlValue> value = mapping.get(key);
    if (value.isEmpty()) {
      return usual;
    }
    if (value.get().plain().orElse(usual) instanceof Number number
        && number.doubleValue() == number.intValue()
        && number.intValue() >= least
        && number.intValue() <= MOST) {
      return number.intValue();
    }
    value
        .get()
        .refuse(
            "is no whole number from %d to %d".formatted(least, MOST),
            "Write how many backups to keep: '%s: %d'".formatted(key, usual));
    return usual;
  }

  private static Optional<Encryption> encryption(YamlMapping mapping) {
    mapping.only(SystemFileKeys.ENCRYPTION);
    String remedy = "Write the public key that age-keygen prints: age1 and 58 letters and digits";
    Optional<String> recipient =
        mapping
            .require("recipient", remedy)
            .filter(BackupReader::isNoPrivateKey)
            .flatMap(
                value ->
                    value.parsed(
                        text -> Optional.of(text).filter(key -> RECIPIENT.matcher(key).matches()),
                        remedy));
    Optional<SecretReference> identity = mapping.get("identity").flatMap(ComponentReader::secret);
    return recipient.map(key -> new Encryption(key, identity));
  }

  /** Who puts the private key there must not read it again in a message. */
  private static boolean isNoPrivateKey(YamlValue value) {
    boolean secret =
        value
            .textInSilence()
            .filter(text -> text.toUpperCase(java.util.Locale.ROOT).startsWith("AGE-SECRET-KEY"))
            .isPresent();
    if (secret) {
      value.refuse(
          "is a private key",
          "Write the public key here, put the private one into a file of mode 600, and name that"
              + " file under 'identity'. Make a new pair: this one has been in a file that others"
              + " read");
    }
    return !secret;
  }
}
