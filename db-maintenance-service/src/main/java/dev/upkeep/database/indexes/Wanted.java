package dev.upkeep.database.indexes;

import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.system.WantedIndex;
import dev.upkeep.system.database.TargetDatabases;
import dev.upkeep.system.database.TargetProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The indexes that a run is about: those of the system file, or those that were chosen. */
final class Wanted {

  private final TargetDatabases databases;

  Wanted(TargetDatabases databases) {
    this.databases = databases;
  }

  List<WantedIndex> of(StepContext context) throws TargetProblem {
    List<WantedIndex> ofFile = databases.of(context.run()).component().tuning().indexes();
    List<String> chosen = context.parameters(IndexApplyParameters.class).chosenIndexes();
    if (chosen.isEmpty()) {
      return ofFile;
    }
    List<WantedIndex> wanted = new ArrayList<>();
    for (String choice : chosen) {
      List<WantedIndex> named =
          ofFile.stream().filter(index -> index.name().equalsIgnoreCase(choice)).toList();
      if (named.isEmpty()) {
        wanted.add(defined(choice, ofFile));
      }
      wanted.addAll(named);
    }
    return wanted;
  }

  private static WantedIndex defined(String choice, List<WantedIndex> ofFile) throws TargetProblem {
    return WantedIndex.parse(choice)
        .orElseThrow(
            () ->
                TargetProblem.lasting(
                    "'%s' is neither an index of the system file nor a definition."
                        .formatted(choice),
                    WantedIndex.REMEDY
                        + (ofFile.isEmpty()
                            ? ""
                            : ", or a name of the system file: "
                                + ofFile.stream()
                                    .map(WantedIndex::name)
                                    .collect(Collectors.joining(", ")))));
  }
}
