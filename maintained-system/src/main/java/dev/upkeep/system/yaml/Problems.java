package dev.upkeep.system.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects everything that is wrong with a file, so that an operator corrects it in one go. */
public final class Problems {

  /** A file of garbage is not answered with a book. */
  private static final int MOST = 100;

  private final List<FileProblem> found = new ArrayList<>();

  /** Notes one problem; neither sentence ends in a full stop. */
  public void report(Place place, String what, String remedy) {
    var problem = new FileProblem(place.file(), place.line(), place.column(), what, remedy);
    if (found.size() < MOST && !found.contains(problem)) {
      found.add(problem);
    }
  }

  public boolean none() {
    return found.isEmpty();
  }

  /** All problems in the order in which they stand in the file, at most 100. */
  public List<FileProblem> all() {
    return found.stream()
        .sorted(
            Comparator.comparing(FileProblem::file)
                .thenComparingInt(FileProblem::line)
                .thenComparingInt(FileProblem::column))
        .toList();
  }
}
