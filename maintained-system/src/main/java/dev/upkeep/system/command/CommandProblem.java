package dev.upkeep.system.command;

/** A command could not be started, or not be ended; in words for an operator. */
public final class CommandProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final String why;
  private final String remedy;

  public CommandProblem(String why, String remedy) {
    super(why + ". " + remedy + ".");
    this.why = why;
    this.remedy = remedy;
  }

  /** What is wrong: a sentence without its end. */
  public String why() {
    return why;
  }

  /** What an operator can do about it: a sentence without its end. */
  public String remedy() {
    return remedy;
  }
}
