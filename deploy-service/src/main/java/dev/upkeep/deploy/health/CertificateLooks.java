package dev.upkeep.deploy.health;

import dev.upkeep.deploy.certificate.Served;
import dev.upkeep.deploy.certificate.ServedCertificates;
import dev.upkeep.deploy.health.Ailment.Kind;
import dev.upkeep.events.Evidence;
import dev.upkeep.events.Finding.Severity;
import dev.upkeep.system.ContainerComponent;
import dev.upkeep.system.HealthRule;
import dev.upkeep.system.HttpExpectation;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.docker.ContainerAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Looks at the certificate that a component's address serves, if it is one of {@code https}. */
final class CertificateLooks {

  private static final long DAYS_OF_HURRY = 7;
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private CertificateLooks() {}

  /**
   * Looks.
   *
   * @param days with fewer days left a certificate is worth a finding
   */
  static Look at(ContainerComponent component, long days, Instant now) {
    Optional<HttpExpectation> secure =
        component
            .health()
            .map(HealthRule::expectation)
            .filter(expected -> "https".equals(expected.url().getScheme()))
            // A container's address changes, so no certificate can be for it.
            .filter(expected -> !ContainerAddress.PLACEHOLDER.equals(expected.url().getHost()));
    return secure
        .map(
            expected ->
                judged(
                    ServedCertificates.at(
                        expected.url(),
                        expected.url().getHost(),
                        expected.tlsCa(),
                        expected.limit(),
                        now),
                    expected.url().getHost(),
                    days,
                    now))
        .orElse(Look.NOTHING);
  }

  /** Looks at all that a front door serves. */
  static Look at(NginxComponent nginx, long days, Instant now) {
    Look all = Look.NOTHING;
    for (NginxComponent.Listener listener : nginx.listeners()) {
      if ("https".equals(listener.url().getScheme())) {
        all =
            all.and(
                judged(
                    ServedCertificates.at(
                        listener.url(), listener.hostName(), listener.tlsCa(), LIMIT, now),
                    listener.hostName(),
                    days,
                    now));
      }
    }
    return all;
  }

  static Look judged(Served served, String host, long days, Instant now) {
    return switch (served) {
      case Served.None(String why) ->
          new Look(
              Evidence.none(),
              List.of(
                  Ailment.of(
                      Kind.CERTIFICATE,
                      host,
                      "No certificate of %s was seen: %s".formatted(host, why),
                      "Look whether a server with TLS listens there.")));
      case Served.Certificate certificate -> certificate(certificate, host, days, now);
    };
  }

  private static Look certificate(
      Served.Certificate certificate, String host, long days, Instant now) {
    long left = certificate.daysLeft(now);
    Evidence seen =
        Evidence.of("certificate-days-left", left)
            .with("certificate-until", certificate.until())
            .with("certificate-issuer", certificate.issuer());
    if (certificate.refused().isPresent()) {
      return new Look(
          seen,
          List.of(
              new Ailment(
                  Kind.CERTIFICATE,
                  host,
                  "Clients do not trust the certificate that %s serves (%s): %s"
                      .formatted(host, certificate.subject(), certificate.refused().get()),
                  "Serve one that is valid, for this name, with its chain.",
                  Severity.CRITICAL,
                  true)));
    }
    return left >= days
        ? new Look(seen, List.of())
        : new Look(
            seen,
            List.of(
                new Ailment(
                    Kind.CERTIFICATE,
                    host,
                    "The certificate that %s serves has %d days left".formatted(host, left),
                    "Renew it, and see that the server loads the new one.",
                    left < DAYS_OF_HURRY ? Severity.HIGH : Severity.WARNING,
                    false)));
  }
}
