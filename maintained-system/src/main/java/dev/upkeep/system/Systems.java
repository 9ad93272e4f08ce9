package dev.upkeep.system;

import dev.upkeep.system.yaml.FileProblem;
import dev.upkeep.system.yaml.FilesInForce;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/**
 * The system files of a folder as they are in force: of a file whose new version is bad, the last
 * good version stays. Immutable; reading the folder again makes a new value.
 */
public final class Systems {

  private final FilesInForce<MaintainedSystem> files;

  private Systems(FilesInForce<MaintainedSystem> files) {
    this.files = files;
  }

  /** No systems: where a first reading starts from. */
  public static Systems none() {
    return new Systems(FilesInForce.none());
  }

  /** Reads {@code *.yaml} and {@code *.yml} of a folder for the first time. */
  public static Systems in(Path folder) {
    return none().reread(folder);
  }

  /** Reads the folder again; what became bad stays as it was here, what is gone is gone. */
  public Systems reread(Path folder) {
    return new Systems(files.reread(folder, SystemFile::named));
  }

  public Optional<MaintainedSystem> named(String name) {
    return Optional.ofNullable(files.byName().get(name));
  }

  /** All systems, in the order of their names. */
  public Collection<MaintainedSystem> all() {
    return files.values();
  }

  /** What was wrong at the last reading. */
  public List<FileProblem> problems() {
    return files.problems();
  }
}
