package dev.upkeep.database.binlog;

import dev.upkeep.database.backupplace.BackupTarget;
import dev.upkeep.database.backupset.BackupDraft;
import dev.upkeep.database.backupset.BackupSource;
import dev.upkeep.database.backupset.Json;
import dev.upkeep.database.backupset.Manifest.SealedFile;
import dev.upkeep.database.backupset.Seal;
import dev.upkeep.database.backupset.Sha256;
import dev.upkeep.database.backupset.Unpacking;
import dev.upkeep.system.database.TargetProblem;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The copied binary logs of one component, beside its backups; close it. */
public final class LogArchive implements AutoCloseable {

  private static final int LEVEL = 3;

  private final BackupSource source;
  private final BackupTarget target;

  private LogArchive(BackupSource source, BackupTarget target) {
    this.source = source;
    this.target = target;
  }

  public static LogArchive of(BackupSource source) throws TargetProblem {
    return new LogArchive(source, source.logTarget());
  }

  /** For people. */
  public String place() {
    return target.place();
  }

  /** All of them, in their order. */
  public List<LogName> logs() throws IOException {
    return target.backups().stream().map(LogName::parse).sorted().toList();
  }

  /** The one that was copied last. */
  public Optional<CopiedLog> last() throws IOException, TargetProblem {
    List<LogName> all = logs();
    return all.isEmpty() ? Optional.empty() : Optional.of(read(all.getLast()));
  }

  /**
   * What there is to know of one.
   *
   * @throws TargetProblem when that cannot be read
   */
  public CopiedLog read(LogName name) throws IOException, TargetProblem {
    try (InputStream in = target.open(name.text(), CopiedLog.FILE)) {
      CopiedLog log = Json.read(in.readAllBytes(), CopiedLog.class);
      if (log.format() == CopiedLog.FORMAT && log.name().equals(name)) {
        return log;
      }
    } catch (NoSuchFileException | Json.Unreadable e) {
      throw damaged(name.text(), String.valueOf(e.getMessage()));
    }
    throw damaged(name.text(), CopiedLog.FILE + " belongs to another, or to a later release");
  }

  /** Removes what attempts that died left behind. */
  public void removeDrafts() throws IOException {
    for (String left : target.drafts()) {
      target.remove(left);
    }
  }

  /**
   * Adds a log; one that is there already stays as it is.
   *
   * @param attempt who copies; what is not whole yet is called by it and the log
   * @param log the server's name for it
   * @throws TargetProblem when the file is no whole log
   */
  public CopiedLog add(String attempt, String log, Path file) throws Exception {
    LogFile content = content(log, file);
    String draft = attempt + "-" + LogName.numberOf(log).orElseThrow();
    var writing = new BackupDraft(target, draft, source.recipient(), LEVEL);
    writing.write(
        log,
        Optional.empty(),
        out -> {
          try (InputStream in = Files.newInputStream(file)) {
            return in.transferTo(out);
          }
        });
    SealedFile sealed = writing.files().getFirst();
    var copied =
        new CopiedLog(
            CopiedLog.FORMAT,
            log,
            content.created(),
            content.last(),
            content.bytes(),
            writing.sealing(),
            sealed.file(),
            sealed.bytes(),
            sealed.sha256());
    writing.finish(CopiedLog.FILE, copied);
    try {
      target.publish(draft, copied.name().text());
    } catch (FileAlreadyExistsException e) {
      target.remove(draft);
    }
    return copied;
  }

  private static LogFile content(String log, Path file) throws IOException, TargetProblem {
    try {
      return LogFile.read(file);
    } catch (LogFile.Broken e) {
      throw TargetProblem.passing(
          "The copy of the binary log %s is not whole: %s.".formatted(log, e.getMessage()),
          "Look at the server's log for why; mariadb-binlog shows whether the log itself is damaged");
    }
  }

  /**
   * Makes a log of its copy again.
   *
   * @throws TargetProblem when the copy is damaged
   * @throws Seal.WrongKey when it cannot be opened
   */
  public void restore(CopiedLog log, Path file) throws Exception {
    String name = log.name().text();
    MessageDigest digest = Sha256.begin();
    try (InputStream opened = target.open(name, log.file());
        InputStream hashed = new DigestInputStream(opened, digest);
        InputStream raw = Seal.unsealing(hashed, log.sealing(), source.identity());
        OutputStream out = Files.newOutputStream(file)) {
      Unpacking.transfer(raw, out);
      hashed.transferTo(OutputStream.nullOutputStream());
    } catch (NoSuchFileException | Unpacking.CannotUnpack e) {
      throw damaged(log.log(), String.valueOf(e.getMessage()));
    }
    if (!Sha256.end(digest).equals(log.sha256()) || Files.size(file) != log.bytes()) {
      throw damaged(log.log(), "its checksum is another");
    }
  }

  /**
   * Those that no backup needs any more: everything in them was done before the oldest was taken.
   */
  public List<LogName> superfluous(Instant oldestBackup) throws IOException {
    List<LogName> all = logs();
    List<LogName> superfluous = new ArrayList<>();
    for (int i = 0; i + 1 < all.size(); i++) {
      // It is known to the second when a log was begun: it may have been at the end of it.
      if (all.get(i + 1).created().plusSeconds(1).isBefore(oldestBackup)) {
        superfluous.add(all.get(i));
      }
    }
    return superfluous;
  }

  public void remove(LogName name) throws IOException {
    target.remove(name.text());
  }

  private TargetProblem damaged(String log, String why) {
    return TargetProblem.lasting(
        "The copy of the binary log %s in %s is damaged: %s.".formatted(log, place(), why),
        "Nothing that was done in it or later can be brought back; look after the place, and back up"
            + " now, so that a new chain begins");
  }

  @Override
  public void close() {
    target.close();
  }
}
