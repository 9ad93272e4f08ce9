package dev.upkeep.database.backupset;

import dev.upkeep.database.backupplace.BackupTarget;
import dev.upkeep.database.backupset.Manifest.SealedFile;
import dev.upkeep.database.backupset.Manifest.Sealing;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A backup that is being written, file after file. */
public final class BackupDraft {

  private final BackupTarget target;
  private final String draft;
  private final Optional<String> recipient;
  private final int level;
  private final List<SealedFile> files = new ArrayList<>();

  /**
   * Begins an empty draft.
   *
   * @param recipient the public key for which files are encrypted, if they are
   * @param level of compression, 1 to 19
   */
  public BackupDraft(BackupTarget target, String draft, Optional<String> recipient, int level)
      throws IOException {
    this.target = target;
    this.draft = draft;
    this.recipient = recipient;
    this.level = level;
    target.begin(draft);
  }

  public Sealing sealing() {
    return recipient.isPresent() ? Sealing.ZSTD_AGE : Sealing.ZSTD;
  }

  /** What writes a file's content, and answers something about it. */
  @FunctionalInterface
  public interface Content<T> {
    T writeTo(OutputStream out) throws Exception;
  }

  /**
   * Writes a file and waits until it is on the disk.
   *
   * @param name without the ends that tell how it was sealed: {@code 1-tables.sql}
   * @param table whose rows it holds
   * @return what the content answered
   */
  public <T> T write(String name, Optional<String> table, Content<T> content) throws Exception {
    String file = name + Seal.suffix(sealing());
    var hashed = new Hashed(target.create(draft, file));
    long sqlBytes;
    T answer;
    try (OutputStream sealed = Seal.sealing(hashed, recipient, level)) {
      var counted = new Counted(sealed);
      answer = content.writeTo(counted);
      counted.flush();
      sqlBytes = counted.bytes;
    } finally {
      hashed.close();
    }
    files.add(new SealedFile(file, table, hashed.bytes, Sha256.end(hashed.digest), sqlBytes));
    return answer;
  }

  public List<SealedFile> files() {
    return List.copyOf(files);
  }

  /** Writes what explains the files, and the checksums of all of them. */
  public void finish(Manifest manifest) throws IOException {
    byte[] help = RestoreHelp.of(manifest).getBytes(StandardCharsets.UTF_8);
    plain(RestoreHelp.FILE, help);
    finish(Manifest.FILE, manifest, "%s  %s\n".formatted(Sha256.of(help), RestoreHelp.FILE));
  }

  /** Writes another kind of description, and the checksums of all files. */
  public void finish(String file, Record description) throws IOException {
    finish(file, description, "");
  }

  private void finish(String file, Record description, String more) throws IOException {
    byte[] json = Json.write(description);
    plain(file, json);
    String sums =
        files.stream().map(f -> f.sha256() + "  " + f.file() + "\n").collect(Collectors.joining())
            + "%s  %s\n".formatted(Sha256.of(json), file)
            + more;
    plain(Examination.SUMS, sums.getBytes(StandardCharsets.UTF_8));
  }

  private void plain(String file, byte[] content) throws IOException {
    try (OutputStream out = target.create(draft, file)) {
      out.write(content);
    }
  }

  /** Digests what reaches the disk. */
  private static final class Hashed extends FilterOutputStream {
    private final MessageDigest digest = Sha256.begin();
    private long bytes;
    private boolean closed;

    Hashed(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] block, int from, int length) throws IOException {
      out.write(block, from, length);
      digest.update(block, from, length);
      bytes += length;
    }

    @Override
    public void close() throws IOException {
      if (!closed) {
        closed = true;
        super.close();
      }
    }
  }

  /** Counts what goes in; its owner closes the stream behind it. */
  private static final class Counted extends FilterOutputStream {
    private long bytes;

    Counted(OutputStream out) {
      super(out);
    }

    @Override
    public void write(int b) throws IOException {
      out.write(b);
      bytes++;
    }

    @Override
    public void write(byte[] block, int from, int length) throws IOException {
      out.write(block, from, length);
      bytes += length;
    }
  }
}
