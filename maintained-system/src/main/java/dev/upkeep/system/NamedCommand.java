package dev.upkeep.system;

import dev.upkeep.system.secret.SecretReference;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * A command that operators own. A runbook names it; nobody else can say what is run.
 *
 * @param name unique within the system
 * @param run the program and its arguments
 * @param inside the container component that it runs in; on the worker's own machine if there is
 *     none
 * @param folder the absolute path that it works in; where the container or the worker works if
 *     there is none
 * @param user who runs it in the container, as the engine takes it: {@code node}, {@code 1000:1000}
 * @param environment all that it finds in its environment beside {@code PATH}
 * @param parameters what a runbook can tell it, by name
 * @param limit how long it may take; then it is ended with all its children
 * @param expect the exit codes of a command that did its work
 * @param again what happens after a crash that leaves open whether it ran
 * @param probe answers by its exit code whether the command's work is done: 0 it is, 1 it is not
 * @param undo takes its work back when a later task step fails
 */
public record NamedCommand(
    String name,
    List<Argument> run,
    Optional<String> inside,
    Optional<String> folder,
    Optional<String> user,
    Map<String, Value> environment,
    Map<String, Parameter> parameters,
    Duration limit,
    SortedSet<Integer> expect,
    Again again,
    List<Argument> probe,
    List<Argument> undo) {

  /** No command may take longer. */
  public static final Duration LONGEST_LIMIT = Duration.ofDays(1);

  public NamedCommand {
    run = List.copyOf(run);
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    parameters = Collections.unmodifiableMap(new LinkedHashMap<>(parameters));
    expect = Collections.unmodifiableSortedSet(new TreeSet<>(expect));
    probe = List.copyOf(probe);
    undo = List.copyOf(undo);
    if (run.isEmpty() || expect.isEmpty() || !limit.isPositive()) {
      throw new IllegalArgumentException("the command " + name + " says too little");
    }
    if ((again == Again.PROBED) == probe.isEmpty()) {
      throw new IllegalArgumentException(name + " is " + again + " with the probe " + probe);
    }
  }

  /** What happens after a crash that leaves open whether it ran. */
  public enum Again {
    /** It is run again: that does no harm. */
    REPEATABLE,
    /** Its probe tells. */
    PROBED,
    /** A person has to look. */
    ASKS
  }

  /** One argument, which reaches the program as it is. */
  public sealed interface Argument {
    /** Always the same. */
    record Fixed(String text) implements Argument {}

    /**
     * What a runbook tells.
     *
     * @param prefix what stands before it in the same argument, as in {@code --tenant=}
     */
    record Told(String parameter, String prefix) implements Argument {}
  }

  /** What a variable of the environment holds. */
  public sealed interface Value {
    record Text(String text) implements Value {}

    record Kept(SecretReference reference) implements Value {}
  }

  /** What a runbook can tell a command. */
  public sealed interface Parameter {
    /** A whole number between two others, both included. */
    record Whole(long least, long most) implements Parameter {}

    /** One of these. */
    record Choice(List<String> among) implements Parameter {
      public Choice {
        among = List.copyOf(among);
      }
    }

    /** Text that matches as a whole. */
    record Matching(Pattern pattern) implements Parameter {}
  }
}
