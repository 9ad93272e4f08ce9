package dev.upkeep.system;

import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.docker.ContainerAddress;
import dev.upkeep.system.yaml.YamlMapping;
import dev.upkeep.system.yaml.YamlValue;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads what is asked over HTTP, what a good answer is, and how many of them make something well.
 */
final class HttpReader {

  private static final Pattern URL =
      Pattern.compile(
          "https?://(?<host>[^/\\s?#@:]+|\\[[0-9a-fA-F:.]+])(?::\\d{1,5})?(?:[/?]\\S*)?");
  private static final Pattern HEADER = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,64}");
  private static final Pattern PASS = Pattern.compile("(?<needed>\\d{1,3}) of (?<of>\\d{1,3})");
  private static final Duration LIMIT = Duration.ofSeconds(5);
  private static final Duration LONGEST_LIMIT = Duration.ofMinutes(2);
  private static final int OK = 200;

  private HttpReader() {}

  static Optional<HealthRule> health(YamlValue value) {
    Optional<YamlMapping> mapping = value.mapping();
    if (mapping.isEmpty()) {
      return Optional.empty();
    }
    YamlMapping health = mapping.get().only(SystemFileKeys.HEALTH);
    Optional<HttpExpectation> expectation = expectation(health);
    Optional<Pass> pass =
        health
            .get("pass")
            .map(text -> text.parsed(HttpReader::pass, "Write how many of how many: '3 of 5'"))
            .orElse(Optional.of(new Pass(3, 5)));
    Duration every = duration(health, "every", Duration.ofSeconds(1));
    Duration within = duration(health, "within", Duration.ofMinutes(1));
    if (pass.isPresent() && every.multipliedBy(pass.get().needed() - 1).compareTo(within) >= 0) {
      value.refuse(
          "can never be: %d answers, one every %s, take longer than %s"
              .formatted(pass.get().needed(), Durations.print(every), Durations.print(within)),
          "Make 'within' longer, or 'every' shorter");
      return Optional.empty();
    }
    return pass.flatMap(
        p -> expectation.map(e -> new HealthRule(e, p.needed(), p.of(), every, within)));
  }

  /** Reads the keys that {@code health} and a smoke test of a page have in common. */
  static Optional<HttpExpectation> expectation(YamlMapping mapping) {
    Optional<URI> url =
        mapping
            .require("url", "Write 'url: http://127.0.0.1:3000/health'")
            .flatMap(HttpReader::url);
    int status = mapping.get("expect").flatMap(HttpReader::status).orElse(OK);
    Optional<String> body = mapping.get("body").flatMap(YamlValue::text);
    Map<String, String> headers =
        mapping.get("header").flatMap(YamlValue::mapping).map(HttpReader::headers).orElse(Map.of());
    Optional<Duration> maxLatency = mapping.get("max-latency").flatMap(HttpReader::duration);
    Duration limit = duration(mapping, "limit", LIMIT);
    if (limit.compareTo(LONGEST_LIMIT) > 0) {
      mapping.get("limit").orElseThrow().refuse("is longer than 2m", "Write 2m or less");
    }
    if (maxLatency.isPresent() && maxLatency.get().compareTo(limit) > 0) {
      mapping
          .get("max-latency")
          .orElseThrow()
          .refuse(
              "is longer than the limit of " + Durations.print(limit),
              "Write a 'limit' that is longer");
    }
    Optional<Path> tlsCa = mapping.get("tls-ca").flatMap(value -> certificates(value, url));
    return url.map(u -> new HttpExpectation(u, status, body, headers, maxLatency, limit, tlsCa));
  }

  /** Whether the address leaves the host to a container. */
  static boolean isOfContainer(URI url) {
    return ContainerAddress.PLACEHOLDER.equals(url.getHost());
  }

  /** The text of a bad address is not repeated: it may hold a password or a token. */
  private static Optional<URI> url(YamlValue value) {
    return value
        .text()
        .flatMap(
            text -> {
              if (URL.matcher(text).matches()) {
                try {
                  return Optional.of(URI.create(text));
                } catch (IllegalArgumentException e) {
                  // Told below.
                }
              }
              value.refuse(
                  "is no address that can be asked",
                  "Write http://host:port/path or https://…, without a user, a password and spaces");
              return Optional.empty();
            });
  }

  private static Optional<Integer> status(YamlValue value) {
    Optional<Integer> status =
        value
            .plain()
            .filter(Long.class::isInstance)
            .map(Long.class::cast)
            .filter(code -> code >= 200 && code <= 599)
            .map(Long::intValue);
    if (status.isEmpty()) {
      value.refuse("is no status of an answer", "Write one number: 200");
    }
    return status;
  }

  private static Map<String, String> headers(YamlMapping mapping) {
    Map<String, String> headers = new LinkedHashMap<>();
    mapping
        .entries()
        .forEach(
            (name, value) -> {
              if (!HEADER.matcher(name).matches()) {
                value.refuse("is no name of a header", "Write it as in 'content-type: text/html'");
              }
              value.text().ifPresent(text -> headers.put(name.toLowerCase(Locale.ROOT), text));
            });
    return headers;
  }

  private record Pass(int needed, int of) {}

  private static Optional<Pass> pass(String text) {
    Matcher parts = PASS.matcher(text);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var pass =
        new Pass(Integer.parseInt(parts.group("needed")), Integer.parseInt(parts.group("of")));
    return Optional.of(pass)
        .filter(p -> p.needed() >= 1 && p.needed() <= p.of() && p.of() <= HealthRule.MOST);
  }

  private static Optional<Path> certificates(YamlValue value, Optional<URI> url) {
    Optional<Path> path =
        value.parsed(
            text -> Optional.of(text).filter(t -> t.matches("/[^\\p{Cntrl}]+")).map(Path::of),
            "Write the absolute path of a file of certificates (PEM)");
    if (url.isPresent() && !"https".equals(url.get().getScheme())) {
      value.refuse("needs an https:// address", "Remove the key");
    }
    return path;
  }

  static Optional<Duration> duration(YamlValue value) {
    return value.parsed(
        text -> Durations.parse(text).filter(Duration::isPositive), Durations.REMEDY);
  }

  static Duration duration(YamlMapping mapping, String key, Duration usual) {
    return mapping.get(key).flatMap(HttpReader::duration).orElse(usual);
  }
}
