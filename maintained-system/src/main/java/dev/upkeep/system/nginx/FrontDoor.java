package dev.upkeep.system.nginx;

import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Listener;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.NginxComponent.Side;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.tls.TrustedCertificates;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.net.ssl.SSLSocketFactory;

/** An NGINX as people meet it, and the colours behind it, each asked over fresh connections. */
public final class FrontDoor {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private final Map<Listener, FreshRequest> listeners = new LinkedHashMap<>();
  private final Duration limit;

  /**
   * Asks nothing yet.
   *
   * @param limit of each wait for an answer
   * @throws TargetProblem if the certificates that a listener's is checked with cannot be read
   */
  public FrontDoor(NginxComponent nginx, Duration limit) throws TargetProblem {
    this.limit = limit;
    for (Listener listener : nginx.listeners()) {
      boolean secure = listener.url().getScheme().equals("https");
      int port = listener.url().getPort();
      Optional<SSLSocketFactory> tls = Optional.empty();
      if (secure) {
        tls =
            Optional.of(
                listener.tlsCa().isPresent()
                    ? TrustedCertificates.of(listener.tlsCa().get())
                    : (SSLSocketFactory) SSLSocketFactory.getDefault());
      }
      listeners.put(
          listener,
          new FreshRequest(
              new InetSocketAddress(
                  listener.url().getHost(), port > 0 ? port : secure ? HTTPS : HTTP),
              tls,
              listener.hostName(),
              limit));
    }
  }

  /** What each listener answers for a path, in the order of the file. */
  public Map<Listener, Answer> ask(String path) {
    Map<Listener, Answer> answers = new LinkedHashMap<>();
    listeners.forEach((listener, request) -> answers.put(listener, request.get(path)));
    return answers;
  }

  /** As above, as a list. */
  public List<Answer> answers(String path) {
    return new ArrayList<>(ask(path).values());
  }

  /** What the first listener answers. */
  public Answer first(String path) {
    return listeners.values().iterator().next().get(path);
  }

  /** What one colour answers itself, past NGINX. */
  public Answer direct(Service service, Side side, String path) {
    return to(service, side).get(path);
  }

  /** As above, for something that is sent to it. */
  public Answer direct(Service service, Side side, String path, String json) {
    return to(service, side).post(path, json);
  }

  private FreshRequest to(Service service, Side side) {
    return new FreshRequest(
        new InetSocketAddress(side.address(), service.port()),
        Optional.empty(),
        side.address(),
        limit);
  }
}
