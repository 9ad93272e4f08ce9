package dev.upkeep.system.docker;

/** The engine could not be asked, or would not answer; in words for an operator. */
public final class EngineProblem extends Exception {

  private static final long serialVersionUID = 1L;

  private final String why;
  private final String remedy;

  EngineProblem(String why, String remedy, Throwable cause) {
    super(why + ". " + remedy + ".", cause);
    this.why = why;
    this.remedy = remedy;
  }

  /** What is wrong. */
  public String why() {
    return why;
  }

  /** What an operator can do about it. */
  public String remedy() {
    return remedy;
  }
}
