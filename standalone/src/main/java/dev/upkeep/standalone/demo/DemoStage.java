package dev.upkeep.standalone.demo;

import dev.upkeep.cli.Platform;
import dev.upkeep.embedded.ServerCache;
import dev.upkeep.sample.SampleReport;
import dev.upkeep.sample.SampleSize;
import dev.upkeep.sample.SampleSystem;
import dev.upkeep.standalone.Standalone;
import dev.upkeep.standalone.StandaloneSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** Everything that the demonstration stands on: sample system, platform, a mail server, a chat. */
final class DemoStage implements AutoCloseable {
  private final MailSink mail = new MailSink();
  private final ChatSink chat = new ChatSink();
  private final DemoFiles files;
  private final Path platformFolder;
  private final SampleSystem sample;
  private final Standalone platform;
  private final Watch watch;

  static DemoStage open(Path folder, boolean small, Terminal terminal) {
    return new DemoStage(folder, small, terminal);
  }

  private DemoStage(Path folder, boolean small, Terminal terminal) {
    this.files = new DemoFiles(folder);
    this.platformFolder = folder.resolve("platform");
    files.prepare();
    terminal.say(
        "filling a sample document system with " + (small ? "a few" : "over 200,000") + " rows");
    CompletableFuture<SampleSystem> filling =
        CompletableFuture.supplyAsync(() -> startSample(folder.resolve("sample"), small));
    try {
      this.platform = Standalone.start(settings(folder), terminal::say);
    } catch (RuntimeException e) {
      try {
        filling.join().close();
      } catch (CompletionException alsoNotStarted) {
        e.addSuppressed(alsoNotStarted);
      }
      closeSinks();
      throw e;
    }
    try {
      this.sample = filling.join();
    } catch (CompletionException e) {
      platform.close();
      closeSinks();
      throw new IllegalStateException("the sample system did not start: " + e.getCause(), e);
    }
    files.writeSystem(sample.jdbcUrl(), SampleSystem.ACCOUNT, password(), sample.redis().url());
    this.watch = new Watch(Platform.in(platformFolder), terminal);
  }

  /**
   * The clock stands still, so that rows are counted as due by the same instant before and after.
   */
  private static SampleSystem startSample(Path folder, boolean small) {
    Clock madeAt = Clock.fixed(Clock.systemUTC().instant(), java.time.ZoneOffset.UTC);
    return SampleSystem.start(
        folder,
        ServerCache.ofUser(),
        madeAt,
        small ? SampleSize.small() : SampleSize.demonstration());
  }

  private StandaloneSettings settings(Path folder) {
    Path webhook = folder.resolve("secrets").resolve("chat-webhook");
    dev.upkeep.embedded.OwnerOnlyFile.write(webhook, chat.url());
    return new StandaloneSettings(
        platformFolder,
        files.systems(),
        files.runbooks(),
        Map.of(
            "upkeep.mail.host",
            "127.0.0.1",
            "upkeep.mail.port",
            Integer.toString(mail.port()),
            "upkeep.mail.from",
            "upkeep@example.org",
            "upkeep.mail.starttls",
            "never",
            "upkeep.chat.webhook",
            "file:" + webhook,
            "upkeep.chat.allowed-hosts",
            "127.0.0.1"));
  }

  private String password() {
    try {
      return Files.readString(sample.passwordFile()).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("The sample's password cannot be read", e);
    }
  }

  DemoFiles files() {
    return files;
  }

  Path platformFolder() {
    return platformFolder;
  }

  Watch watch() {
    return watch;
  }

  Witness witness() {
    return Witness.look(sample);
  }

  List<MailSink.Mail> mails() {
    return mail.mails();
  }

  List<String> chatMessages() {
    return chat.messages();
  }

  String sampleInWords() {
    SampleReport report = sample.report();
    return "%,d rows in %d tables".formatted(report.rows(), report.tables().size());
  }

  /**
   * Each of the two runbooks' ends goes to operations by mail and chat and to document control by
   * mail; so does a failure.
   */
  int messagesExpected() {
    return 6;
  }

  /** Somebody's migration forgot the archive: the cleanup's own check has to find it. */
  void spoilArchive() {
    try (Connection connection = sample.mariaDb().connectAsRoot();
        Statement statement = connection.createStatement()) {
      statement.execute(
          "ALTER TABLE %s.audit_logs_archive DROP COLUMN ip_address"
              .formatted(SampleSystem.SCHEMA));
    } catch (SQLException e) {
      throw new IllegalStateException("the archive table could not be spoiled", e);
    }
  }

  @Override
  public void close() {
    platform.close();
    sample.close();
    closeSinks();
  }

  private void closeSinks() {
    mail.close();
    chat.close();
  }
}
