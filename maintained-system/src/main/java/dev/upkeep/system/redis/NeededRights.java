package dev.upkeep.system.redis;

import dev.upkeep.system.database.TargetProblem;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether an account may do what a task needs. The commands are queued in a transaction that is
 * then discarded: the server says of each whether it is allowed and known, and does none of them.
 * So it works without the right to look into the access control list.
 */
public final class NeededRights {

  /**
   * A command that is needed.
   *
   * @param rule as ACL SETUSER takes it: {@code +config|get}
   * @param example what to try
   */
  public record Needed(String rule, Call example) {}

  /**
   * What was found.
   *
   * @param missing the rules that the account lacks; {@code ~*} if it may not touch keys
   * @param unknown the rules of commands that the server does not know under their names
   */
  public record Found(List<String> missing, List<String> unknown) {
    public Found {
      missing = List.copyOf(missing);
      unknown = List.copyOf(unknown);
    }

    /** The statement that gives an account what it lacks. */
    public String remedy(String account) {
      return "Run as an administrator: ACL SETUSER " + account + " " + String.join(" ", missing);
    }
  }

  private NeededRights() {}

  public static Found look(CacheSession session, List<Needed> needed) throws TargetProblem {
    Object begun = session.answer(Call.of("MULTI"));
    if (begun instanceof Refused refused) {
      if (!refused.is("NOPERM")) {
        throw session.problem(refused);
      }
      return new Found(List.of("+multi", "+exec", "+discard"), List.of());
    }
    List<String> missing = new ArrayList<>();
    List<String> unknown = new ArrayList<>();
    for (Needed need : needed) {
      if (session.answer(need.example()) instanceof Refused refused) {
        if (refused.isUnknownCommand()) {
          unknown.add(need.rule());
        } else if (refused.is("NOPERM")) {
          missing.add(refused.message().contains(" keys ") ? "~*" : need.rule());
        }
      }
    }
    if (session.answer(Call.of("DISCARD")) instanceof Refused refused && refused.is("NOPERM")) {
      missing.add("+discard");
    }
    return new Found(missing.stream().distinct().toList(), unknown);
  }
}
