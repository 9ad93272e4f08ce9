package dev.upkeep.database.backupset;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.database.backupplace.BackupTarget;
import dev.upkeep.database.backupset.Manifest.SealedFile;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads a backup from beginning to end and says what is wrong with its files: without a key, and
 * without a server.
 */
public final class Examination {

  static final String SUMS = "SHA256SUMS";

  private final BackupTarget target;
  private final String name;
  private final List<Damage> damages = new ArrayList<>();
  private Optional<Manifest> manifest = Optional.empty();

  private Examination(BackupTarget target, String name) {
    this.target = target;
    this.name = name;
  }

  /** Is told of each file before it is read, and may stop it. */
  @FunctionalInterface
  public interface Pace {
    void file(String file, double fraction) throws StopRequested;

    /**
     * That of a step: it may be stopped before each file, and tells which one it is at.
     *
     * @param verb what is being done: {@code reading back}
     */
    static Pace of(StepContext context, String verb) {
      return (file, fraction) -> {
        context.safePoint("before-file");
        context.progress(fraction, verb + " " + file);
      };
    }
  }

  /**
   * Examines a backup, or a draft that has all of its files.
   *
   * @param backup what the manifest must call it
   * @param where the backup's name, or the draft's
   */
  public static Examination of(BackupTarget target, String backup, String where, Pace pace)
      throws IOException, StopRequested {
    var examination = new Examination(target, where);
    examination.run(backup, pace);
    return examination;
  }

  /** What is wrong; nothing if nothing is. */
  public List<Damage> damages() {
    return List.copyOf(damages);
  }

  /** What is wrong, each on one line. */
  public List<String> complaints() {
    return damages.stream().map(Damage::text).toList();
  }

  /** The manifest, if it can be read. */
  public Optional<Manifest> manifest() {
    return manifest;
  }

  private void run(String backup, Pace pace) throws IOException, StopRequested {
    Map<String, String> sums = sums();
    readManifest(backup, sums);
    if (manifest.isEmpty()) {
      return;
    }
    long all = Math.max(1, manifest.get().bytes());
    long read = 0;
    for (SealedFile file : manifest.get().files()) {
      pace.file(file.file(), (double) read / all);
      examine(file, sums);
      read += file.bytes();
    }
    for (String other : sums.keySet()) {
      if (!isOfManifest(other) && !other.equals(Manifest.FILE)) {
        examineOther(other, sums.get(other));
      }
    }
  }

  private boolean isOfManifest(String file) {
    return manifest.stream()
        .flatMap(m -> m.files().stream())
        .anyMatch(of -> of.file().equals(file));
  }

  private void readManifest(String backup, Map<String, String> sums) throws IOException {
    byte[] json;
    try (InputStream in = target.open(name, Manifest.FILE)) {
      json = in.readAllBytes();
    } catch (NoSuchFileException e) {
      damage(Manifest.FILE, "is missing: the backup was never finished, or the file was removed");
      return;
    }
    String expected = sums.get(Manifest.FILE);
    if (!Sha256.of(json).equals(expected)) {
      damage(
          Manifest.FILE,
          expected == null
              ? "has no checksum in " + SUMS
              : "is not the one that " + SUMS + " was made for");
    }
    try {
      Manifest read = Json.read(json, Manifest.class);
      if (read.format() != Manifest.FORMAT) {
        damage(
            Manifest.FILE,
            "is of format %d; this release reads %d".formatted(read.format(), Manifest.FORMAT));
        return;
      }
      if (!read.name().equals(backup)) {
        damage(Manifest.FILE, "belongs to another backup, %s".formatted(read.name()));
      }
      manifest = Optional.of(read);
    } catch (Json.Unreadable e) {
      damage(Manifest.FILE, "cannot be read: " + e.getMessage());
    }
  }

  /** Of each file, as sha256sum writes it. */
  private Map<String, String> sums() throws IOException {
    Map<String, String> sums = new LinkedHashMap<>();
    try (InputStream in = target.open(name, SUMS)) {
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      for (String line : text.lines().toList()) {
        if (line.matches("[0-9a-f]{64} {2}[^/]+")) {
          sums.put(line.substring(66), line.substring(0, 64));
        } else {
          damage(SUMS, "has a line that is no checksum");
        }
      }
    } catch (NoSuchFileException e) {
      damage(SUMS, "is missing: the backup was never finished, or the file was removed");
    }
    return sums;
  }

  private void examine(SealedFile file, Map<String, String> sums) throws IOException {
    long bytes;
    String sum;
    try (InputStream in = target.open(name, file.file())) {
      bytes = target.size(name, file.file());
      sum = bytes == file.bytes() ? Sha256.of(in) : "";
    } catch (NoSuchFileException e) {
      damage(file, "is missing");
      return;
    }
    if (bytes == 0) {
      damage(file, "is empty; it had %,d bytes".formatted(file.bytes()));
    } else if (bytes < file.bytes()) {
      damage(file, "is cut off: %,d of %,d bytes are there".formatted(bytes, file.bytes()));
    } else if (bytes > file.bytes()) {
      damage(file, "is %,d bytes longer than it was".formatted(bytes - file.bytes()));
    } else if (!sum.equals(file.sha256())) {
      damage(file, "has changed since it was written: its checksum is another");
    } else if (!sum.equals(sums.get(file.file()))) {
      damage(SUMS, "does not have the checksum of " + file.file());
    }
  }

  private void examineOther(String file, String expected) throws IOException {
    try (InputStream in = target.open(name, file)) {
      if (!Sha256.of(in).equals(expected)) {
        damage(file, "has changed since it was written: its checksum is another");
      }
    } catch (NoSuchFileException e) {
      damage(file, "is missing");
    }
  }

  private void damage(SealedFile file, String what) {
    damages.add(new Damage(file.file(), file.table(), what));
  }

  private void damage(String file, String what) {
    damages.add(new Damage(file, Optional.empty(), what));
  }
}
