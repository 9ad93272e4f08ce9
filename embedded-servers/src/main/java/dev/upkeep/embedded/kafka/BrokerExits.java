package dev.upkeep.embedded.kafka;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.utils.Exit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A broker that cannot go on ends its JVM (a failed log folder, a fault in the controller). In a
 * JVM that is not its own it says so loudly instead, and the caller's thread in it ends.
 */
final class BrokerExits {

  private static final Logger log = LoggerFactory.getLogger(BrokerExits.class);
  private static final AtomicReference<@Nullable String> LAST = new AtomicReference<>();

  private BrokerExits() {}

  static void neverEndThisJvm() {
    LAST.set(null);
    Exit.setExitProcedure(BrokerExits::refuse);
    Exit.setHaltProcedure(BrokerExits::refuse);
  }

  /** For a broker with a JVM of its own: that JVM ends, so that whoever watches it sees it. */
  static void endThisJvm() {
    Exit.setExitProcedure(BrokerExits::end);
    Exit.setHaltProcedure(BrokerExits::end);
  }

  private static void end(int status, @Nullable String message) {
    log.error("The Kafka broker gives up ({}) and ends this process", message);
    // Not exit(): the shutdown hook would wait for the broker that cannot go on.
    Runtime.getRuntime().halt(status);
  }

  private static void refuse(int status, @Nullable String message) {
    String reason = message == null ? "no reason given, status " + status : message;
    if (LAST.compareAndSet(null, reason)) {
      log.error(
          "The embedded Kafka broker gave up ({}). Nothing is sent or received until Upkeep is"
              + " restarted; what is in MariaDB is safe and is sent then.",
          reason);
    }
    // Kafka's code counts on never coming back from here.
    throw new IllegalStateException("The embedded Kafka broker gave up: " + reason);
  }

  static Optional<String> last() {
    return Optional.ofNullable(LAST.get());
  }
}
