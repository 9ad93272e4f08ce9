package dev.upkeep.database.restoretest;

import com.github.luben.zstd.ZstdInputStream;
import com.github.luben.zstd.ZstdOutputStream;
import dev.upkeep.database.testkit.BackupStage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * A backup whose SQL was changed and whose checksums were made to fit: as if the dump itself had
 * gone wrong.
 */
public final class Doctored {

  private Doctored() {}

  /** Changes the file with a table's rows. */
  public static void rows(BackupStage stage, String table, UnaryOperator<String> change)
      throws Exception {
    change(stage, "-" + table + ".sql.zst", change);
  }

  /** Changes the SQL in the file whose name ends so, in the newest backup. */
  public static void change(BackupStage stage, String ending, UnaryOperator<String> change)
      throws Exception {
    bytes(
        stage,
        ending,
        content -> {
          String sql = new String(content, StandardCharsets.UTF_8);
          String changed = change.apply(sql);
          if (changed.equals(sql)) {
            throw new IllegalArgumentException("nothing was changed in " + ending);
          }
          return changed.getBytes(StandardCharsets.UTF_8);
        });
  }

  /** Changes what is in the file whose name ends so, in the newest backup. */
  public static void bytes(BackupStage stage, String ending, UnaryOperator<byte[]> change)
      throws Exception {
    Path backup = stage.backupsFolder().resolve(stage.backups().all().getLast().name());
    Path file;
    try (Stream<Path> files = Files.list(backup)) {
      file = files.filter(f -> f.toString().endsWith(ending)).findFirst().orElseThrow();
    }
    byte[] before = Files.readAllBytes(file);
    byte[] changed =
        change.apply(new ZstdInputStream(new ByteArrayInputStream(before)).readAllBytes());
    var after = new ByteArrayOutputStream();
    try (var out = new ZstdOutputStream(after)) {
      out.write(changed);
    }
    Files.write(file, after.toByteArray());
    String sum = sha256(after.toByteArray());
    fit(backup, sha256(before), sum);
    manifest(
        stage,
        json ->
            json.replaceFirst(
                "(\"file\" : \"%s\",\\s+\"table\" : (?:\"[^\"]*\"|null),\\s+\"bytes\" : )\\d+(,\\s+\"sha256\" : \")[0-9a-f]+"
                    .formatted(java.util.regex.Pattern.quote(file.getFileName().toString())),
                "$1%d$2%s".formatted(after.size(), sum)));
  }

  /** Changes what the newest backup says of itself. */
  static void manifest(BackupStage stage, UnaryOperator<String> change) throws Exception {
    Path backup = stage.backupsFolder().resolve(stage.backups().all().getLast().name());
    Path manifest = backup.resolve("manifest.json");
    String before = Files.readString(manifest);
    String after = change.apply(before);
    if (after.equals(before)) {
      throw new IllegalArgumentException("nothing was changed in the manifest: " + before);
    }
    Files.writeString(manifest, after);
    fit(
        backup,
        sha256(before.getBytes(StandardCharsets.UTF_8)),
        sha256(after.getBytes(StandardCharsets.UTF_8)));
  }

  private static void fit(Path backup, String before, String after) throws Exception {
    Path sums = backup.resolve("SHA256SUMS");
    Files.writeString(sums, Files.readString(sums).replace(before, after));
  }

  private static String sha256(byte[] bytes) throws Exception {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }
}
