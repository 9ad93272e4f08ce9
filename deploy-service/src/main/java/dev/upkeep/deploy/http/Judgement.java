package dev.upkeep.deploy.http;

import dev.upkeep.system.HttpExpectation;
import dev.upkeep.system.amount.Durations;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Whether an answer is as expected. Bodies are never repeated: they may hold people's data. */
final class Judgement {

  private static final int FIRST_REDIRECT = 300;
  private static final int LAST_REDIRECT = 399;

  private Judgement() {}

  static Answer of(HttpExpectation expected, HttpResponse<String> response, Duration took) {
    String place = Places.shown(expected.url());
    if (response.statusCode() != expected.status()) {
      return new Answer.Wrong(
          "%s answers %d%s, %d is expected"
              .formatted(place, response.statusCode(), redirection(response), expected.status()),
          took);
    }
    Optional<String> header = missingHeader(expected.headers(), response.headers());
    if (header.isPresent()) {
      return new Answer.Wrong(place + " answers " + header.get(), took);
    }
    if (expected.body().isPresent() && !response.body().contains(expected.body().get())) {
      return new Answer.Wrong(
          "%s answers %d characters without '%s' in them"
              .formatted(place, response.body().length(), expected.body().get()),
          took);
    }
    if (expected.maxLatency().isPresent() && took.compareTo(expected.maxLatency().get()) > 0) {
      return new Answer.Slow(
          "%s takes %d ms, %s are allowed"
              .formatted(place, took.toMillis(), Durations.print(expected.maxLatency().get())),
          took);
    }
    return new Answer.Good(response.statusCode(), took);
  }

  private static String redirection(HttpResponse<String> response) {
    return response.statusCode() < FIRST_REDIRECT || response.statusCode() > LAST_REDIRECT
        ? ""
        : response
            .headers()
            .firstValue("location")
            .map(to -> " (a redirect to %s, which is no success)".formatted(Places.shown(to)))
            .orElse(" (a redirect, which is no success)");
  }

  private static Optional<String> missingHeader(Map<String, String> wanted, HttpHeaders there) {
    return wanted.entrySet().stream()
        .filter(
            header ->
                there.allValues(header.getKey()).stream()
                    .noneMatch(
                        value ->
                            value
                                .toLowerCase(Locale.ROOT)
                                .contains(header.getValue().toLowerCase(Locale.ROOT))))
        .findFirst()
        .map(
            header ->
                "without '%s' in the header %s".formatted(header.getValue(), header.getKey()));
  }

  /** Addresses as messages show them. */
  static final class Places {
    private Places() {}

    /** Without what stands behind the question mark, which may be a token. */
    static String shown(URI url) {
      return shown(url.toString());
    }

    static String shown(String url) {
      return url.replaceFirst("[?#].*", "");
    }
  }
}
