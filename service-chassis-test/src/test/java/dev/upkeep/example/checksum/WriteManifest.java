package dev.upkeep.example.checksum;

import dev.upkeep.chassis.task.CheckableStep;
import dev.upkeep.chassis.task.Plan;
import dev.upkeep.chassis.task.Probe;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.chassis.task.Undoable;
import dev.upkeep.events.Evidence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Puts the manifest in its place in one move: it is there whole, or not at all. */
final class WriteManifest implements CheckableStep, Undoable {

  @Override
  public String name() {
    return "write-manifest";
  }

  @Override
  public StepOutcome run(StepContext context) throws IOException {
    Path manifest = ChecksumTask.manifest(context);
    // The fence in the name: what a dead worker left half written is never moved into place.
    Path unfinished = manifest.resolveSibling(manifest.getFileName() + "." + context.fence());
    Files.writeString(unfinished, Manifest.of(context));
    Files.move(unfinished, manifest, StandardCopyOption.ATOMIC_MOVE);
    return StepOutcome.done(Evidence.of("manifest", manifest.toString()));
  }

  @Override
  public Probe probe(StepContext context) throws IOException {
    Path manifest = ChecksumTask.manifest(context);
    return Files.exists(manifest) && Files.readString(manifest).equals(Manifest.of(context))
        ? new Probe.Happened(Evidence.of("manifest", manifest.toString()))
        : new Probe.CannotHappenAnyMore("the manifest is not the one that was to be written");
  }

  @Override
  public Plan plan(StepContext context) {
    return Plan.of("write " + ChecksumTask.manifest(context));
  }

  @Override
  public StepOutcome undo(StepContext context) throws IOException {
    return Files.deleteIfExists(ChecksumTask.manifest(context))
        ? StepOutcome.done(Evidence.none())
        : StepOutcome.skipped("the manifest is gone already");
  }
}
