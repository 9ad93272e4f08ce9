package dev.upkeep.system;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A question over HTTP and what its answer has to be. A redirect is followed nowhere: it is an
 * answer like any other, and good only where its status is the one that is expected.
 *
 * @param url what is asked by {@code GET}; the host {@code container} stands for the address of the
 *     component's container
 * @param status the status of a good answer
 * @param body what its body contains, if that matters
 * @param headers what its headers contain, by their names in lower case
 * @param maxLatency how long it may take to come whole, if that matters
 * @param limit after this long nothing is expected any more
 * @param tlsCa certificates (PEM) that the server's is checked with; what Java trusts if there are
 *     none
 */
public record HttpExpectation(
    URI url,
    int status,
    Optional<String> body,
    Map<String, String> headers,
    Optional<Duration> maxLatency,
    Duration limit,
    Optional<Path> tlsCa) {

  public HttpExpectation {
    headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
    if (!limit.isPositive()) {
      throw new IllegalArgumentException("limit " + limit);
    }
  }

  /** The same at another address. */
  public HttpExpectation at(URI other) {
    return new HttpExpectation(other, status, body, headers, maxLatency, limit, tlsCa);
  }
}
