package dev.upkeep.scheduler.runbook;

import java.util.List;

/**
 * One thing that is wrong with a task's parameters.
 *
 * @param path where: keys and, for lists, positions counted from 0
 */
public record ParameterProblem(List<String> path, String what, String remedy) {

  public ParameterProblem {
    path = List.copyOf(path);
  }
}
