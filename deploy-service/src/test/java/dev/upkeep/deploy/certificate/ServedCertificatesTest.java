package dev.upkeep.deploy.certificate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.deploy.testkit.TlsServer;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServedCertificatesTest {

  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
  private static final Duration LIMIT = Duration.ofSeconds(3);

  @TempDir private Path folder;

  @Test
  void aTrustedCertificateHasItsDaysCounted() throws Exception {
    try (TlsServer server = new TlsServer(folder, "dns:localhost", "-validity", "5")) {
      Served.Certificate served = certificate(server, Optional.of(server.pem()));

      assertThat(served.refused()).isEmpty();
      assertThat(served.daysLeft(now())).isEqualTo(4);
    }
  }

  @Test
  void aChainThatLeadsNowhereIsRefusedAndItsDaysAreKnownAllTheSame() throws Exception {
    try (TlsServer server = new TlsServer(folder, "dns:localhost", "-validity", "5")) {
      Served.Certificate served = certificate(server, Optional.empty());

      assertThat(served.refused().orElseThrow()).contains("path");
      assertThat(served.daysLeft(now())).isEqualTo(4);
    }
  }

  @Test
  void aCertificateForAnotherNameIsRefused() throws Exception {
    try (TlsServer server = new TlsServer(folder, "dns:example.org", "-validity", "5")) {
      assertThat(certificate(server, Optional.of(server.pem())).refused().orElseThrow())
          .contains("localhost");
    }
  }

  @Test
  void anExpiredCertificateIsRefusedAndItsDaysAreNegative() throws Exception {
    try (TlsServer server =
        new TlsServer(folder, "dns:localhost", "-startdate", "-10d", "-validity", "5")) {
      Served.Certificate served = certificate(server, Optional.of(server.pem()));

      assertThat(served.refused()).isPresent();
      assertThat(served.daysLeft(now())).isNegative();
    }
  }

  @Test
  void aServerThatSaysNothingIsGivenUp() throws Exception {
    try (ServerSocket silent = new ServerSocket(0)) {
      Served served =
          ServedCertificates.at(
              URI.create("https://localhost:" + silent.getLocalPort()),
              "localhost",
              Optional.empty(),
              Duration.ofMillis(200),
              now());

      assertThat(served).isInstanceOf(Served.None.class);
    }
  }

  @Test
  void halfADayAgoIsNotZeroDays() {
    var served =
        new Served.Certificate("CN=a", "CN=b", NOON.minus(Duration.ofHours(12)), Optional.empty());
    assertThat(served.daysLeft(NOON)).isEqualTo(-1);
  }

  /** After the certificate was made, by a program that has no other clock than the machine's. */
  private static Instant now() {
    return Clock.systemUTC().instant();
  }

  private static Served.Certificate certificate(TlsServer server, Optional<Path> trusted) {
    return (Served.Certificate)
        ServedCertificates.at(URI.create(server.url()), "localhost", trusted, LIMIT, now());
  }
}
