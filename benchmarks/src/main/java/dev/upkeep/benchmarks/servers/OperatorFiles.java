package dev.upkeep.benchmarks.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The folders of systems and runbooks, with one system in them. */
public final class OperatorFiles {
  /** The name of the system. */
  public static final String SYSTEM = "lcbp3-dms";

  private final Path folder;

  /** Writes the system file into a folder of its own below this one. */
  public OperatorFiles(Path folder) {
    this.folder = folder;
    write(
        systems(),
        SYSTEM + ".yaml",
        """
        system: lcbp3-dms
        title: LCBP3 document management
        components:
          database:
            kind: mariadb
            url: "jdbc:mariadb://127.0.0.1:3306/lcbp3_dms"
            user: upkeep
            password: "${env:LCBP3_PASSWORD}"
            datetime-zone: Asia/Bangkok
        people:
          - {name: Operations, role: operator, email: ops@example.org, language: en, zone: Asia/Bangkok}
        subscriptions:
          - {to: operators, events: [failure], channels: [email]}
        """);
    var _ = made(runbooks());
  }

  public Path systems() {
    return folder.resolve("systems");
  }

  public Path runbooks() {
    return folder.resolve("runbooks");
  }

  public Path keys() {
    return folder.resolve("keys");
  }

  /** Writes a runbook of one task, due at one instant. */
  public void runbook(String name, String at, String kind) {
    write(
        runbooks(),
        name + ".yaml",
        """
        runbook: %s
        title: Due once
        system: lcbp3-dms
        schedule: {at: "%s", zone: UTC}
        tasks:
          - {name: only, run: %s, on: database}
        """
            .formatted(name, at, kind));
  }

  private static void write(Path folder, String file, String content) {
    try {
      Files.writeString(made(folder).resolve(file), content);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + file, e);
    }
  }

  private static Path made(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make " + folder, e);
    }
  }
}
