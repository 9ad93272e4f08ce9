package dev.upkeep.system;

import dev.upkeep.system.yaml.FileProblem;
import dev.upkeep.system.yaml.FilesInForce.Named;
import dev.upkeep.system.yaml.Problems;
import dev.upkeep.system.yaml.YamlFile;
import java.util.List;
import java.util.Optional;

/** Reads one system file: all of it is good, or everything that is wrong with it is told. */
public final class SystemFile {

  private SystemFile() {}

  /** What came of reading a file. */
  public sealed interface Reading {

    /** The file describes this system. */
    record Good(MaintainedSystem system) implements Reading {}

    /** The file must not be used. */
    record Bad(List<FileProblem> problems) implements Reading {
      public Bad {
        problems = List.copyOf(problems);
      }
    }
  }

  /**
   * Reads a file.
   *
   * @param file its name, for the messages
   * @param content YAML in UTF-8
   */
  public static Reading read(String file, byte[] content) {
    var problems = new Problems();
    Optional<MaintainedSystem> system = named(file, content, problems).map(Named::value);
    return system.isPresent() && problems.none()
        ? new Reading.Good(system.get())
        : new Reading.Bad(problems.all());
  }

  static Optional<Named<MaintainedSystem>> named(String file, byte[] content, Problems problems) {
    return YamlFile.read(file, content, problems)
        .flatMap(
            yaml ->
                SystemReader.read(yaml)
                    .map(s -> new Named<>(s.name(), yaml.root().placeOf("system"), s)));
  }
}
