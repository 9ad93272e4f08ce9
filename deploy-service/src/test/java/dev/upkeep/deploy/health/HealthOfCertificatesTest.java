package dev.upkeep.deploy.health;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.deploy.certificate.Served;
import dev.upkeep.events.Finding.Severity;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class HealthOfCertificatesTest {

  private static final Instant NOW = Instant.parse("2026-03-01T00:00:00Z");

  @Test
  void aCertificateWithEnoughDaysIsNothingToTell() {
    assertThat(judged(21, Optional.empty()).ailments()).isEmpty();
  }

  @Test
  void aCertificateThatEndsSoonIsAFindingAndFailsNothing() {
    assertThat(judged(20, Optional.empty()).ailments())
        .singleElement()
        .satisfies(
            ailment -> {
              assertThat(ailment.fails()).isFalse();
              assertThat(ailment.severity()).isEqualTo(Severity.WARNING);
              assertThat(ailment.what()).contains("20 days left");
            });
    assertThat(judged(6, Optional.empty()).ailments().getFirst().severity())
        .isEqualTo(Severity.HIGH);
  }

  @Test
  void aCertificateThatClientsDoNotTrustFailsTheRunHoweverManyDaysAreLeft() {
    assertThat(judged(300, Optional.of("no name matches")).ailments())
        .singleElement()
        .satisfies(
            ailment -> {
              assertThat(ailment.fails()).isTrue();
              assertThat(ailment.severity()).isEqualTo(Severity.CRITICAL);
              assertThat(ailment.what()).contains("no name matches");
            });
  }

  private static Look judged(long days, Optional<String> refused) {
    return CertificateLooks.judged(
        new Served.Certificate("CN=dms", "CN=ca", NOW.plus(Duration.ofDays(days)), refused),
        "dms.example.org",
        21,
        NOW);
  }
}
