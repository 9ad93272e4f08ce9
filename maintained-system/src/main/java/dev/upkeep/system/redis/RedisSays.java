package dev.upkeep.system.redis;

import dev.upkeep.system.database.TargetProblem;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** What Redis's refusals and a broken connection mean for an operator. */
final class RedisSays {

  private static final Pattern COMMAND = Pattern.compile("'([a-zA-Z|-]+)' command");

  private RedisSays() {}

  /** What the server's refusal means, and what to do about it. */
  static TargetProblem meaning(Refused refused, String where, String account) {
    String said = where + ": " + refused.message().lines().findFirst().orElse("refused");
    String kind = refused.message().split(" ", 2)[0];
    return switch (kind) {
      case "WRONGPASS" ->
          TargetProblem.lasting(
              said, "Correct 'user' or the secret behind 'password' in the system file");
      case "NOAUTH" ->
          TargetProblem.lasting(
              said, "The server wants a password: add 'password', and 'user' if it has accounts");
      case "NOPERM" -> TargetProblem.lasting(said, right(refused.message(), account));
      case "DENIED" ->
          TargetProblem.lasting(
              said, "The server is in protected mode: give it a password, or reach it on loopback");
      case "READONLY" ->
          TargetProblem.lasting(
              said, "This is a replica: put the address of its primary into the system file");
      case "OOM" ->
          TargetProblem.lasting(
              said, "Its memory is full: raise maxmemory, or remove keys nobody needs");
      case "MISCONF" ->
          TargetProblem.lasting(
              said, "Its snapshots fail: look at the disk and at the server's log first");
      case "LOADING", "MASTERDOWN", "CLUSTERDOWN", "TRYAGAIN", "BUSY" ->
          TargetProblem.passing(said, "Wait until the server is ready, then run again");
      case "MOVED", "ASK", "CROSSSLOT" ->
          TargetProblem.lasting(said, "Clusters are not looked after in this release");
      default -> other(refused, said, account);
    };
  }

  private static TargetProblem other(Refused refused, String said, String account) {
    String message = refused.message().toLowerCase(Locale.ROOT);
    if (refused.isUnknownCommand()) {
      return TargetProblem.lasting(
          said, "The command is renamed or disabled on this server (rename-command)");
    }
    if (message.contains("invalid password") || message.contains("without any password")) {
      return TargetProblem.lasting(
          said, "Correct 'user' or the secret behind 'password' in the system file");
    }
    if (message.contains("no permissions")) {
      return TargetProblem.lasting(said, right(refused.message(), account));
    }
    return TargetProblem.passing(said, "Look at the message and at the server's log");
  }

  /**
   * Redis 6 says {@code the 'config' command or its subcommand}, later ones {@code 'config|get'}.
   */
  private static String right(String message, String account) {
    Matcher command = COMMAND.matcher(message);
    String rule = command.find() ? "+" + command.group(1).toLowerCase(Locale.ROOT) : "~*";
    return "Run as an administrator: ACL SETUSER %s %s (docs/tasks has all that a task needs)"
        .formatted(account, rule);
  }

  /** What a connection that could not be made means; nothing was asked of the server yet. */
  static TargetProblem noWayIn(Throwable thrown, String where) {
    String said = where + ": " + innermost(thrown);
    if (has(thrown, SSLException.class)) {
      return TargetProblem.lasting(
          said,
          "Give the authority of the server's certificate by 'tls-ca', or write redis:// if the"
              + " server speaks no TLS there");
    }
    if (has(thrown, UnknownHostException.class)) {
      return TargetProblem.lasting(said, "Correct the host in 'url' of the system file");
    }
    if (has(thrown, ConnectException.class) || has(thrown, SocketTimeoutException.class)) {
      return TargetProblem.passing(
          said, "Look whether the server is up and can be reached from here");
    }
    return TargetProblem.passing(
        said, "Look whether the server is up, and whether it wants rediss:// (TLS)");
  }

  /** The connection was lost: what was asked of the server may or may not have happened. */
  static TargetProblem lost(Throwable thrown, String where) {
    return TargetProblem.lost(
        where + ": the connection was lost, " + innermost(thrown),
        "Look whether the server is up and can be reached");
  }

  private static boolean has(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (type.isInstance(t) || anySuppressed(t, type)) {
        return true;
      }
    }
    return false;
  }

  /** The client tries every address of a host and keeps what each of them said aside. */
  private static boolean anySuppressed(Throwable thrown, Class<? extends Throwable> type) {
    for (Throwable aside : thrown.getSuppressed()) {
      if (has(aside, type)) {
        return true;
      }
    }
    return false;
  }

  private static String innermost(Throwable thrown) {
    Throwable t = thrown;
    while (t.getCause() != null || t.getSuppressed().length > 0) {
      t = t.getCause() != null ? t.getCause() : t.getSuppressed()[0];
    }
    return t.getClass().getSimpleName() + ": " + t.getMessage();
  }
}
