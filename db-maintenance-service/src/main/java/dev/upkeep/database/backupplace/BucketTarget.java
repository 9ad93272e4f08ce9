package dev.upkeep.database.backupplace;

import dev.upkeep.system.BackupPlace;
import dev.upkeep.system.secret.Secret;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;

/**
 * A bucket. Objects cannot be renamed, so a backup is published by one small object, {@code
 * NAME.complete}, which holds the name of the draft that has its files: it is there or it is not.
 * What no such object names is a draft, however many of its files are there.
 */
public final class BucketTarget implements BackupTarget {

  private static final String COMPLETE = ".complete";

  private final Bucket bucket;
  private final String root;

  private BucketTarget(Bucket bucket, String root) {
    this.bucket = bucket;
    this.root = root;
  }

  /** The part of a bucket that holds a component's backups. */
  public static BucketTarget of(
      BackupPlace.Bucket place,
      Secret accessKey,
      Secret secretKey,
      String system,
      String component) {
    String prefix = place.prefix().isEmpty() ? "" : place.prefix() + "/";
    return new BucketTarget(
        Bucket.open(place, accessKey, secretKey), prefix + system + "/" + component + "/");
  }

  @Override
  public String place() {
    return "s3://" + bucket.name() + "/" + root.substring(0, root.length() - 1);
  }

  @Override
  public void requireUsable() throws IOException {
    bucket.list(root, "/");
  }

  @Override
  public List<String> backups() throws IOException {
    return bucket.list(root, "/").keys().stream()
        .filter(key -> key.endsWith(COMPLETE))
        .map(key -> key.substring(root.length(), key.length() - COMPLETE.length()))
        .filter(BackupName::isOne)
        .sorted()
        .toList();
  }

  @Override
  public List<String> drafts() throws IOException {
    Set<String> published = published();
    Set<String> drafts = new TreeSet<>();
    bucket.list(root, "/").folders().forEach(folder -> drafts.add(firstPart(folder)));
    bucket.uploads(root).forEach(upload -> drafts.add(firstPart(upload.key())));
    drafts.removeAll(published);
    return List.copyOf(drafts);
  }

  @Override
  public void begin(String draft) throws IOException {
    boolean fresh = bucket.list(root + draft + "/", "/").keys().isEmpty();
    if (!fresh && published().contains(draft)) {
      throw new FileAlreadyExistsException(root + draft);
    }
    empty(draft);
  }

  /** The drafts that are backups. */
  private Set<String> published() throws IOException {
    Set<String> published = new HashSet<>();
    for (String backup : backups()) {
      published.add(draftOf(backup));
    }
    return published;
  }

  @Override
  public OutputStream create(String draft, String file) throws IOException {
    return new PartedUpload(bucket, root + draft + "/" + file);
  }

  @Override
  public void publish(String draft, String backup) throws IOException {
    if (bucket.has(marker(backup))) {
      throw new FileAlreadyExistsException(marker(backup));
    }
    if (bucket.list(root + draft + "/", "/").keys().isEmpty()) {
      throw new NoSuchFileException(root + draft);
    }
    bucket.put(marker(backup), (draft + "\n").getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public List<String> files(String backup) throws IOException {
    String folder = folder(backup);
    return bucket.list(folder, "/").keys().stream()
        .map(key -> key.substring(folder.length()))
        .sorted()
        .toList();
  }

  @Override
  public long size(String backup, String file) throws IOException {
    return bucket.size(folder(backup) + file);
  }

  @Override
  public InputStream open(String backup, String file) throws IOException {
    return bucket.open(folder(backup) + file);
  }

  @Override
  public void replace(String backup, String file, byte[] content) throws IOException {
    bucket.put(folder(backup) + file, content);
  }

  @Override
  public void remove(String name) throws IOException {
    if (!BackupName.isOne(name)) {
      empty(name);
    } else if (bucket.has(marker(name))) {
      String draft = draftOf(name);
      // Without it the files are a draft's: who dies here leaves no backup that lacks some.
      bucket.delete(marker(name));
      empty(draft);
    }
  }

  /** Nobody knows: a bucket grows. */
  @Override
  public OptionalLong free() {
    return OptionalLong.empty();
  }

  @Override
  public void close() {
    bucket.close();
  }

  private void empty(String draft) throws IOException {
    String folder = root + draft + "/";
    for (Bucket.Upload upload : bucket.uploads(folder)) {
      bucket.abort(upload);
    }
    for (String key : new ArrayList<>(bucket.list(folder, "").keys())) {
      bucket.delete(key);
    }
  }

  private String marker(String backup) {
    return root + backup + COMPLETE;
  }

  /** Where the files of a backup or of a draft are. */
  private String folder(String name) throws IOException {
    return root + (BackupName.isOne(name) ? draftOf(name) : name) + "/";
  }

  private String draftOf(String backup) throws IOException {
    try (InputStream in = bucket.open(marker(backup))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).strip();
    }
  }

  private String firstPart(String key) {
    String below = key.substring(root.length());
    int slash = below.indexOf('/');
    return slash < 0 ? below : below.substring(0, slash);
  }
}
