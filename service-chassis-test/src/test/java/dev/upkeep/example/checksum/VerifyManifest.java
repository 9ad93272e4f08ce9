package dev.upkeep.example.checksum;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads the manifest back and sums up. */
final class VerifyManifest implements LookingStep {

  @Override
  public String name() {
    return "verify-manifest";
  }

  @Override
  public StepOutcome run(StepContext context) throws IOException {
    Path manifest = ChecksumTask.manifest(context);
    if (context.run().dryRun()) {
      return StepOutcome.skipped("a dry run writes no manifest");
    }
    if (!Files.exists(manifest) || !Files.readString(manifest).equals(Manifest.of(context))) {
      return StepOutcome.failed(
          manifest + " is not what was written", "See who else writes to the folder.");
    }
    return StepOutcome.done(
        Evidence.of("files", ListFiles.listed(context).size())
            .with("manifest-bytes", Files.size(manifest)));
  }
}
