package dev.upkeep.standalone;

import java.nio.file.Path;
import org.slf4j.bridge.SLF4JBridgeHandler;

/** Where log lines go: set before the first logger is made. */
public final class LogFiles {
  private LogFiles() {}

  /** Sends log lines to {@code upkeep.log} in this folder, rotated by day and size. */
  public static void into(Path folder) {
    System.setProperty("upkeep.logs", folder.toAbsolutePath().toString());
    // The contexts share this JVM's logging: none of them may set it up anew.
    System.setProperty("org.springframework.boot.logging.LoggingSystem", "none");
    // Tomcat speaks java.util.logging.
    SLF4JBridgeHandler.removeHandlersForRootLogger();
    SLF4JBridgeHandler.install();
  }
}
