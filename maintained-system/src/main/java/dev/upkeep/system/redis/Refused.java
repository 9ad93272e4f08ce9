package dev.upkeep.system.redis;

/**
 * The server's answer that it will not do something.
 *
 * @param message as the server says it: a word in capitals that names the kind, then a sentence
 */
public record Refused(String message) {

  /** Whether it is of a kind: {@code NOPERM}, {@code OOM}. */
  public boolean is(String kind) {
    return message.startsWith(kind + " ") || message.equals(kind);
  }

  /**
   * Whether the server does not know the command: it is renamed, disabled or of a later release.
   */
  public boolean isUnknownCommand() {
    return message.startsWith("ERR unknown command")
        || message.startsWith("ERR Unknown subcommand");
  }
}
