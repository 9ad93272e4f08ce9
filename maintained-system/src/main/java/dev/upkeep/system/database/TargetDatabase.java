package dev.upkeep.system.database;

import dev.upkeep.chassis.observability.Masking;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StopRequested;
import dev.upkeep.system.MariaDbComponent;
import dev.upkeep.system.secret.ResolvedSecret;
import dev.upkeep.system.secret.Secret;
import dev.upkeep.system.secret.SecretReference;
import dev.upkeep.system.secret.Secrets;
import java.net.URI;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Properties;

/**
 * One database of a maintained system. Each step opens a session of its own and closes it, so
 * nothing is left open between steps.
 */
public final class TargetDatabase {

  /** Longest name that {@code GET_LOCK} takes on all supported versions, in characters. */
  private static final int LONGEST_LOCK_NAME = 64;

  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(10);

  private final String system;
  private final MariaDbComponent component;
  private final Secrets secrets;
  private final Duration recordsKept;

  /** Where a replica is; empty of the database itself. */
  private final String elsewhere;

  TargetDatabase(String system, MariaDbComponent component, Secrets secrets, Duration recordsKept) {
    this(system, component, secrets, recordsKept, "");
  }

  private TargetDatabase(
      String system,
      MariaDbComponent component,
      Secrets secrets,
      Duration recordsKept,
      String elsewhere) {
    this.elsewhere = elsewhere;
    this.system = system;
    this.component = component;
    this.secrets = secrets;
    this.recordsKept = recordsKept;
  }

  /**
   * How long rows of {@code upkeep_receipts} and {@code upkeep_fences} are kept: as long as the
   * runs that wrote them, so far longer than any run lasts.
   */
  public Duration recordsKept() {
    return recordsKept;
  }

  /** What the system file says of it. */
  public MariaDbComponent component() {
    return component;
  }

  /** The same database on a replica: another address, the same account. */
  public TargetDatabase replica(String url) {
    return new TargetDatabase(system, component.at(url), secrets, recordsKept, url);
  }

  /** Where it is, if it is a replica; else empty. */
  String elsewhere() {
    return elsewhere;
  }

  /**
   * Opens a session that whoever takes the run over will end, should this worker still have it.
   *
   * @param lockWaitLimit as in {@link #open}
   */
  public TargetSession openIn(StepContext context, Duration lockWaitLimit)
      throws TargetProblem, StopRequested {
    TargetSession session = open(lockWaitLimit);
    try {
      session.holdIn(context);
      return session;
    } catch (StopRequested | RuntimeException e) {
      session.close();
      throw e;
    }
  }

  /** Its name on the server. */
  public String schema() {
    String path = URI.create(component.url().substring("jdbc:".length())).getPath();
    return path.substring(1);
  }

  /** Whose it is. */
  public String system() {
    return system;
  }

  /** Who it is in messages and in the tables kept on the target: {@code lcbp3-dms/database}. */
  public String label() {
    return system + "/" + component.name();
  }

  /** The server's name or address. */
  public String host() {
    String host = URI.create(component.url().substring("jdbc:".length())).getHost();
    return host == null ? "" : host;
  }

  /**
   * The named lock that whoever changes this database holds; by the database's name on the server,
   * so that two components that name the same one exclude each other.
   */
  public String lockName() {
    String name = "upkeep:" + schema();
    return name.length() <= LONGEST_LOCK_NAME
        ? name
        : "upkeep:" + HexFormat.of().toHexDigits(schema().hashCode()) + schema().substring(0, 40);
  }

  /**
   * Follows a reference of the component's; what is found is masked in logs from now on.
   *
   * @param what it is, for the message when there is none
   */
  public Secret secret(String what, SecretReference reference) throws TargetProblem {
    switch (secrets.resolve(reference)) {
      case ResolvedSecret.Found found -> {
        Masking.register(found.secret().reveal());
        return found.secret();
      }
      case ResolvedSecret.NotFound missing ->
          throw TargetProblem.lasting(
              "The %s of %s: %s.".formatted(what, label(), missing.why()), missing.remedy());
    }
  }

  /**
   * Opens a session.
   *
   * @param lockWaitLimit the longest that a statement may wait for a lock; whole seconds count, at
   *     least one
   * @throws TargetProblem when there is no way in
   */
  public TargetSession open(Duration lockWaitLimit) throws TargetProblem {
    var properties = new Properties();
    properties.setProperty("user", component.user());
    properties.setProperty("password", secret("password", component.password()).reveal());
    properties.setProperty("connectTimeout", String.valueOf(CONNECT_LIMIT.toMillis()));
    properties.setProperty("tcpKeepAlive", "true");
    // A repeat of a statement on another connection would be outside the lock and the transaction.
    properties.setProperty("transactionReplay", "false");
    properties.setProperty("dumpQueriesOnException", "false");
    properties.setProperty("connectionAttributes", "program_name:upkeep");
    try {
      return TargetSession.prepare(
          this, DriverManager.getConnection(component.url(), properties), lockWaitLimit);
    } catch (SQLException e) {
      throw ServerSays.meaning(e, "Connecting to " + label() + " as " + component.user());
    }
  }
}
