package dev.upkeep.notification.stakeholder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.upkeep.events.Event;
import dev.upkeep.notification.News;
import dev.upkeep.notification.Notifying;
import dev.upkeep.notification.message.Notice;
import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.SystemsFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AddressingTest {
  @TempDir private Path folder;

  @Test
  void tellsAFailureToThoseWhoAskedForFailuresOnTheirChannels() throws IOException {
    assertThat(addressed(Notifying.PEOPLE, News.ofNewRun().failed("optimize")))
        .containsExactly("EMAIL ops@example.org", "CHAT #ops");
  }

  @Test
  void tellsTheEndToThoseWhoAskedHowRunsEnd() throws IOException {
    assertThat(addressed(Notifying.PEOPLE, News.ofNewRun().completed()))
        .containsExactly("EMAIL dc@example.org");
  }

  @Test
  void tellsABadOrMissingRunToBoth() throws IOException {
    assertThat(addressed(Notifying.PEOPLE, News.ofNewRun().skipped()))
        .containsExactly("EMAIL ops@example.org", "CHAT #ops", "EMAIL dc@example.org");
  }

  @Test
  void showsAPlanToOperatorsOnlyWhateverTheySubscribedTo() throws IOException {
    assertThat(addressed(Notifying.PEOPLE, News.ofNewRun().asDryRun().completed()))
        .containsExactly("EMAIL ops@example.org", "CHAT #ops");
  }

  @Test
  void tellsOneAddressOnceHoweverManyShareIt() throws IOException {
    String people =
        """
        people:
          - {name: Operations, role: operator, email: ops@example.org}
          - {name: Night shift, role: operator, email: OPS@example.org}
        subscriptions:
          - {to: operators, events: [failure], channels: [email]}
          - {to: Operations, events: [failure, completion], channels: [email]}
        """;

    assertThat(addressed(people, News.ofNewRun().failed("optimize")))
        .containsExactly("EMAIL ops@example.org");
  }

  @Test
  void heedsAChangedFileFromTheNextEventOnAndKeepsTheLastGoodOne() throws IOException {
    Notifying.systemFile(folder, Notifying.PEOPLE);
    SystemsFolder systems = new SystemsFolder(folder);
    assertThat(systems.named("lcbp3-dms").orElseThrow().people()).hasSize(2);

    Notifying.systemFile(
        folder, "people:\n  - {name: Operations, role: operator, email: ops@example.org}\n");
    later();
    assertThat(systems.named("lcbp3-dms").orElseThrow().people()).hasSize(1);

    Notifying.systemFile(folder, "people: [{name: Nobody, role: wizard}]\n");
    later();
    assertThat(systems.named("lcbp3-dms").orElseThrow().people()).hasSize(1);
    assertThat(systems.named("another")).isEmpty();
  }

  /**
   * Two versions written within one tick of the file system's clock differ in their time all the
   * same.
   */
  private void later() throws IOException {
    Path file = folder.resolve("lcbp3-dms.yaml");
    Files.setLastModifiedTime(
        file, FileTime.fromMillis(Files.getLastModifiedTime(file).toMillis() + 1000));
  }

  private List<String> addressed(String people, Event event) throws IOException {
    Notifying.systemFile(folder, people);
    MaintainedSystem system = new SystemsFolder(folder).named("lcbp3-dms").orElseThrow();
    return Addressing.of(system, Notice.in(event).orElseThrow()).stream()
        .map(addressee -> addressee.channel() + " " + addressee.address())
        .toList();
  }
}
