package dev.upkeep.system;

import dev.upkeep.system.amount.ByteSize;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.docker.ContainerReference;
import dev.upkeep.system.keyspace.EvictionPolicy;
import dev.upkeep.system.keyspace.GlobPattern;
import dev.upkeep.system.keyspace.KeyClass;
import dev.upkeep.system.keyspace.KeyRule;
import dev.upkeep.system.keyspace.KeyspaceContract;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** Makes a Redis component of its mapping. */
final class RedisReader {

  private static final Pattern URL =
      Pattern.compile("rediss?://[^/\\s?@:]+(?::\\d{1,5})?(?:/\\d{1,4})?");
  private static final Pattern USER = Pattern.compile("[^\\s\\p{Cntrl}]{1,128}");

  private RedisReader() {}

  static Optional<Component> read(String name, YamlMapping mapping) {
    mapping.only(SystemFileKeys.REDIS);
    Optional<String> url =
        mapping.require("url", "Write 'url: redis://host:6379/0'").flatMap(RedisReader::url);
    Optional<String> user =
        mapping
            .get("user")
            .flatMap(
                value ->
                    value.parsed(
                        text -> Optional.of(text).filter(t -> USER.matcher(t).matches()),
                        "Write the name as ACL WHOAMI tells it"));
    Optional<SecretReference> password = mapping.get("password").flatMap(ComponentReader::secret);
    if (mapping.has("user") && !mapping.has("password")) {
      mapping
          .problems()
          .report(
              mapping.placeOf("user"),
              "'user' without 'password' cannot sign in",
              SecretReference.REMEDY);
    }
    Optional<Path> tlsCa = mapping.get("tls-ca").flatMap(value -> tlsCa(value, url));
    Optional<ByteSize> maxmemory =
        mapping.get("maxmemory").flatMap(value -> value.parsed(ByteSize::parse, ByteSize.REMEDY));
    Optional<YamlValue> policyWritten = mapping.get("policy");
    Optional<EvictionPolicy> policy =
        policyWritten.flatMap(
            value -> value.oneOf(EvictionPolicy.class, List.of(), EvictionPolicy::word));
    KeyspaceContract keyspace =
        mapping
            .get("keyspace")
            .flatMap(YamlValue::mapping)
            .map(RedisReader::keyspace)
            .orElse(KeyspaceContract.none());
    Optional<ContainerReference> container =
        ContainerReader.of(mapping, url.map(u -> String.valueOf(URI.create(u).getHost())));
    Optional<String> broken = policy.flatMap(keyspace::brokenBy);
    broken.ifPresent(
        why ->
            policyWritten
                .orElseThrow()
                .refuse(
                    "contradicts 'keyspace': " + why,
                    "Write 'policy: noeviction' and let cache.optimize remove stale keys, or give"
                        + " the cache a server of its own"));
    return url.map(
        u ->
            new RedisComponent(
                name,
                u,
                user,
                password,
                tlsCa,
                maxmemory,
                broken.isPresent() ? Optional.empty() : policy,
                keyspace,
                container));
  }

  private static Optional<String> url(YamlValue value) {
    return value
        .text()
        .filter(
            url -> {
              boolean good = URL.matcher(url).matches();
              if (!good) {
                value.refuse(
                    "is no address of a Redis server without a password",
                    "Write redis://host:6379/0 (rediss:// for TLS); 'password' is a key of its own");
              }
              return good;
            });
  }

  private static Optional<Path> tlsCa(YamlValue value, Optional<String> url) {
    if (url.isPresent() && !url.get().startsWith("rediss:")) {
      value.refuse("means nothing without TLS", "Write the url as rediss://, or remove the key");
      return Optional.empty();
    }
    return value.parsed(
        text -> Optional.of(text).filter(t -> t.startsWith("/")).map(Path::of),
        "Write the absolute path of a file of certificates in PEM form");
  }

  /** Rules that contradict others are told and left out. */
  private static KeyspaceContract keyspace(YamlMapping mapping) {
    mapping.only(SystemFileKeys.KEYSPACE);
    List<KeyRule> rules = new ArrayList<>();
    for (KeyClass keyClass : KeyClass.values()) {
      mapping
          .get(keyClass.word())
          .ifPresent(
              value -> {
                for (YamlValue item : value.oneOrMore()) {
                  Optional<KeyRule> rule = rule(item, keyClass);
                  if (rule.isPresent() && agrees(item, rule.get(), rules)) {
                    rules.add(rule.get());
                  }
                }
              });
    }
    return new KeyspaceContract(rules);
  }

  private static boolean agrees(YamlValue item, KeyRule rule, List<KeyRule> others) {
    Optional<KeyRule> clash = KeyspaceContract.clash(rule, others);
    clash.ifPresent(
        other ->
            item.refuse(
                "%s matches keys that %s of class %s matches too%s"
                    .formatted(
                        YamlValue.quoted(rule.pattern().toString()),
                        YamlValue.quoted(other.pattern().toString()),
                        other.keyClass().word(),
                        other.keyClass() == rule.keyClass()
                            ? ", with another idle-limit"
                            : ", so nobody knows what they are for"),
                "Narrow one of the patterns until no key matches both"));
    return clash.isEmpty();
  }

  private static Optional<KeyRule> rule(YamlValue item, KeyClass keyClass) {
    if (!item.isMapping()) {
      return pattern(item).map(glob -> new KeyRule(glob, keyClass, Optional.empty()));
    }
    if (keyClass.isProtected()) {
      item.refuse(
          "must be text: keys of class " + keyClass.word() + " are never removed",
          "Write the pattern alone");
      return Optional.empty();
    }
    YamlMapping mapping = item.mapping().orElseThrow().only(SystemFileKeys.CACHE_KEYS);
    Optional<GlobPattern> keys =
        mapping.require("keys", "Write 'keys: \"cache:*\"'").flatMap(RedisReader::pattern);
    Optional<Duration> limit = mapping.get("idle-limit").flatMap(RedisReader::idleLimit);
    return keys.map(glob -> new KeyRule(glob, keyClass, limit));
  }

  private static Optional<GlobPattern> pattern(YamlValue value) {
    return value.parsed(GlobPattern::parse, GlobPattern.REMEDY);
  }

  private static Optional<Duration> idleLimit(YamlValue value) {
    return value
        .parsed(Durations::parse, Durations.REMEDY)
        .filter(
            limit -> {
              boolean good =
                  limit.toSeconds() >= 1 && limit.compareTo(KeyRule.LONGEST_IDLE_LIMIT) <= 0;
              if (!good) {
                value.refuse(
                    "is no idle time that Redis can tell",
                    "Write 1s to 190d: its clock of 24 bits begins again after 194 days");
              }
              return good;
            });
  }
}
