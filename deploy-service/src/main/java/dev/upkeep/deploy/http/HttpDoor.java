package dev.upkeep.deploy.http;

import dev.upkeep.system.HttpExpectation;
import dev.upkeep.system.amount.Durations;
import dev.upkeep.system.tls.TrustedCertificates;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks over HTTP as people's browsers would, without a cache and without following redirects, and
 * never waits for longer than the expectation's limit, however slowly an answer drips. Close it.
 */
public final class HttpDoor implements AutoCloseable {

  /** More than any page that says whether something is well. */
  private static final long LONGEST_BODY = 4L * 1024 * 1024;

  private final HttpClient client;

  private HttpDoor(HttpClient client) {
    this.client = client;
  }

  /**
   * A door.
   *
   * @param tlsCa as in {@link HttpExpectation}
   * @throws IOException when these certificates cannot be read
   */
  public static HttpDoor trusting(Optional<Path> tlsCa) throws IOException {
    HttpClient.Builder builder =
        HttpClient.newBuilder()
            .followRedirects(HttpClient.Redirect.NEVER)
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY);
    if (tlsCa.isPresent()) {
      try {
        builder.sslContext(TrustedCertificates.context(tlsCa.get()));
      } catch (GeneralSecurityException e) {
        throw new IOException(
            "The certificates in %s cannot be read: %s".formatted(tlsCa.get(), e.getMessage()), e);
      }
    }
    return new HttpDoor(builder.build());
  }

  /** Asks once and judges the answer. */
  public Answer ask(HttpExpectation expected) throws InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(expected.url())
            .timeout(expected.limit())
            .header("Cache-Control", "no-cache")
            .header("User-Agent", "upkeep")
            .GET()
            .build();
    long begun = System.nanoTime();
    CompletableFuture<HttpResponse<String>> coming =
        client.sendAsync(
            request,
            HttpResponse.BodyHandlers.limiting(
                HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8), LONGEST_BODY));
    try {
      // The request's own limit ends with the headers; this one is for all of it.
      HttpResponse<String> response =
          coming.get(expected.limit().toMillis(), TimeUnit.MILLISECONDS);
      return Judgement.of(expected, response, since(begun));
    } catch (TimeoutException e) {
      return tooLate(expected, begun);
    } catch (ExecutionException e) {
      Throwable cause = Objects.requireNonNullElse(e.getCause(), e);
      return cause instanceof HttpTimeoutException
          ? tooLate(expected, begun)
          : new Answer.Silence(
              "%s does not answer: %s".formatted(shown(expected), words(cause)), since(begun));
    } finally {
      coming.cancel(true);
    }
  }

  private static Answer tooLate(HttpExpectation expected, long begun) {
    return new Answer.Silence(
        "%s has not answered whole within %s"
            .formatted(shown(expected), Durations.print(expected.limit())),
        since(begun));
  }

  private static String shown(HttpExpectation expected) {
    return Judgement.Places.shown(expected.url());
  }

  /** Some of the client's exceptions have words only in their causes, and some in none. */
  private static String words(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      String said = cause.getMessage();
      if (said != null && !said.isBlank()) {
        return said;
      }
    }
    return thrown.getClass().getSimpleName();
  }

  private static Duration since(long begun) {
    return Duration.ofNanos(System.nanoTime() - begun);
  }

  @Override
  public void close() {
    // To close it would wait for answers that nobody waits for any more.
    client.shutdownNow();
  }
}
