package dev.upkeep.chassis.task;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * The list of a task's steps. The version is part of a run: a run is finished by the version that
 * started it, or by a person, so raise it whenever the list changes.
 */
public final class Steps {
  private final int version;
  private final List<Entry> entries = new ArrayList<>();
  private final Set<String> names = new HashSet<>();

  private Steps(int version) {
    this.version = version;
  }

  public static Steps version(int version) {
    return new Steps(version);
  }

  public Steps then(Step step) {
    add(step.name(), new One(step));
    return this;
  }

  /**
   * One step for each item. The items are asked for once, when the run arrives here, and
   * remembered; the steps are journalled as {@code name/item}.
   */
  public Steps forEach(String name, Items items, Each each) {
    add(name, new Many(name, items, each));
    return this;
  }

  public int version() {
    return version;
  }

  public List<Entry> entries() {
    return List.copyOf(entries);
  }

  private void add(String name, Entry entry) {
    if (!names.add(name)) {
      throw new IllegalArgumentException("two steps are called " + name);
    }
    entries.add(entry);
  }

  /** A place in the list. */
  public sealed interface Entry {
    String name();
  }

  /** A single step. */
  public record One(Step step) implements Entry {
    @Override
    public String name() {
      return step.name();
    }
  }

  /** A step for each item. */
  public record Many(String name, Items items, Each each) implements Entry {}

  /** Which items there are to work on: decided from what earlier steps remembered. */
  @FunctionalInterface
  public interface Items {
    List<String> in(StepContext context) throws Exception;
  }

  /** The step for one item; its own name is not used. */
  @FunctionalInterface
  public interface Each {
    Step on(String item);
  }
}
