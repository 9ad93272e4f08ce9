package dev.upkeep.standalone;

import dev.upkeep.standalone.demo.Demo;

/**
 * Walks through the main job once, small, so that the archive of classes which the JVM writes at
 * the end holds what a start needs. Started by the launcher after a build.
 */
public final class TrainingRun {
  private TrainingRun() {}

  public static void main(String[] arguments) {
    System.exit(Demo.run("--once", "--small", "--data", arguments[arguments.length - 1]));
  }
}
