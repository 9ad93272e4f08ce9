package dev.upkeep.example.checksum;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.events.Evidence;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Computes the checksum of one file. */
record HashFile(String file) implements LookingStep {
  private static final int BLOCK = 1024 * 1024;

  @Override
  public String name() {
    return "hash-file";
  }

  @Override
  public StepOutcome run(StepContext context)
      throws IOException, NoSuchAlgorithmException, StopRequested {
    Path path = ChecksumTask.folder(context).resolve(file);
    MessageDigest digest = MessageDigest.getInstance("SHA-256");
    try (InputStream in = Files.newInputStream(path)) {
      long size = Files.size(path);
      long read = 0;
      for (byte[] block = in.readNBytes(BLOCK); block.length > 0; block = in.readNBytes(BLOCK)) {
        digest.update(block);
        read += block.length;
        context.safePoint("between-blocks");
        context.progress((double) read / size, "%s: %d of %d bytes".formatted(file, read, size));
      }
      return StepOutcome.done(
          Evidence.of("sha256", HexFormat.of().formatHex(digest.digest())).with("bytes", read));
    } catch (NoSuchFileException gone) {
      return StepOutcome.skipped(file + " is no longer there");
    }
  }
}
