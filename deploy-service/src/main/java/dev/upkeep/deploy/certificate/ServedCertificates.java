package dev.upkeep.deploy.certificate;

import dev.upkeep.system.tls.TrustedCertificates;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509ExtendedTrustManager;

/** Looks at certificates by a handshake, as each client does one. */
public final class ServedCertificates {

  private static final int HTTPS = 443;

  private ServedCertificates() {}

  /**
   * Shakes hands once.
   *
   * @param url whose host and port are connected to
   * @param name that is asked for and that the certificate has to be for
   * @param tlsCa certificates (PEM) to check with; what Java trusts if there are none
   * @param limit for connecting, and for each answer of the server
   * @param now when it has to be valid
   */
  public static Served at(URI url, String name, Optional<Path> tlsCa, Duration limit, Instant now) {
    WatchedTrust trust;
    SSLContext context;
    try {
      trust = new WatchedTrust(extended(TrustedCertificates.managers(tlsCa)));
      context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {trust}, null);
    } catch (IOException | GeneralSecurityException e) {
      return new Served.None(
          "the certificates to check with cannot be read from %s: %s"
              .formatted(tlsCa.map(Path::toString).orElse("Java's own"), e.getMessage()));
    }
    Optional<String> refused = handshake(context, url, name, limit);
    return trust
        .leaf()
        .<Served>map(leaf -> served(leaf, refused.or(() -> outOfDate(leaf, now))))
        .orElseGet(
            () ->
                new Served.None(
                    "%s:%d shows no certificate: %s"
                        .formatted(url.getHost(), port(url), refused.orElse("it closed"))));
  }

  private static Served served(X509Certificate leaf, Optional<String> refused) {
    return new Served.Certificate(
        leaf.getSubjectX500Principal().getName(),
        leaf.getIssuerX500Principal().getName(),
        leaf.getNotAfter().toInstant(),
        refused);
  }

  /** Java does not look at the dates of a certificate that is itself among the trusted ones. */
  private static Optional<String> outOfDate(X509Certificate leaf, Instant now) {
    Instant from = leaf.getNotBefore().toInstant();
    Instant until = leaf.getNotAfter().toInstant();
    return now.isBefore(from) || now.isAfter(until)
        ? Optional.of("it is valid from %s to %s only".formatted(from, until))
        : Optional.empty();
  }

  /** Answers why the client does not go on, if it does not. */
  private static Optional<String> handshake(
      SSLContext context, URI url, String name, Duration limit) {
    int millis = (int) limit.toMillis();
    try (Socket plain = new Socket()) {
      plain.connect(new InetSocketAddress(url.getHost(), port(url)), millis);
      plain.setSoTimeout(millis);
      try (SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, name, port(url), true)) {
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return Optional.empty();
      }
    } catch (IOException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private static int port(URI url) {
    return url.getPort() < 0 ? HTTPS : url.getPort();
  }

  private static X509ExtendedTrustManager extended(TrustManager[] managers)
      throws GeneralSecurityException {
    for (TrustManager manager : managers) {
      if (manager instanceof X509ExtendedTrustManager extended) {
        return extended;
      }
    }
    throw new GeneralSecurityException("this Java checks no certificates");
  }
}
