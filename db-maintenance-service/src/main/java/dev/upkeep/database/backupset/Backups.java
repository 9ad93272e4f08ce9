package dev.upkeep.database.backupset;

import dev.upkeep.database.backupplace.BackupTarget;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The backups of one component. */
public final class Backups {

  private final BackupTarget target;

  public Backups(BackupTarget target) {
    this.target = target;
  }

  public BackupTarget target() {
    return target;
  }

  /** All of them, the oldest first. */
  public List<StoredBackup> all() throws IOException {
    List<StoredBackup> all = new ArrayList<>();
    for (String name : target.backups()) {
      all.add(read(name));
    }
    return all;
  }

  /** The one of that name. */
  public Optional<StoredBackup> named(String name) throws IOException {
    return target.backups().contains(name) ? Optional.of(read(name)) : Optional.empty();
  }

  /** Writes down what a test found out about a backup, for just the manifest it has now. */
  public void mark(String name, Proof proof) throws IOException {
    target.replace(name, Proof.FILE, Json.write(proof));
  }

  /** The checksum of a backup's manifest: which backup it is, to the letter. */
  public Optional<String> fingerprint(String name) throws IOException {
    return content(name, Manifest.FILE).map(Sha256::of);
  }

  private StoredBackup read(String name) throws IOException {
    Optional<byte[]> json = content(name, Manifest.FILE);
    Optional<Manifest> manifest =
        json.flatMap(bytes -> parsed(bytes, Manifest.class))
            .filter(m -> m.format() == Manifest.FORMAT && m.name().equals(name));
    Optional<String> sum = json.map(Sha256::of);
    Optional<Proof> proof =
        content(name, Proof.FILE)
            .flatMap(bytes -> parsed(bytes, Proof.class))
            .filter(p -> sum.filter(p.manifestSha256()::equals).isPresent());
    return new StoredBackup(name, manifest, proof);
  }

  private static <T extends Record> Optional<T> parsed(byte[] json, Class<T> type) {
    try {
      return Optional.of(Json.read(json, type));
    } catch (Json.Unreadable e) {
      return Optional.empty();
    }
  }

  private Optional<byte[]> content(String name, String file) throws IOException {
    try (InputStream in = target.open(name, file)) {
      return Optional.of(in.readAllBytes());
    } catch (NoSuchFileException e) {
      return Optional.empty();
    }
  }
}
