package dev.upkeep.chassis.test;

import dev.upkeep.chassis.run.Boundary;
import dev.upkeep.chassis.run.RunObserver;
import dev.upkeep.events.TaskRunRef;
import java.io.IOException;
import java.util.concurrent.locks.LockSupport;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * Kills its own process with SIGKILL where the system property {@value #PROPERTY} says, as in
 * {@code AFTER_INTENT:rebuild-table/rfas}: no finally block, no shutdown hook, no closed
 * connection. Added to a service's configuration by a test; without the property nothing happens.
 */
@Configuration(proxyBeanMethods = false)
public class KillAtBoundary {
  public static final String PROPERTY = "upkeep.test.kill-at";

  @Bean
  RunObserver killsWhereItIsTold() {
    String wanted = System.getProperty(PROPERTY);
    return wanted == null ? RunObserver.none() : new Killer(Place.read(wanted));
  }

  private record Killer(Place at) implements RunObserver {
    @Override
    public void passes(TaskRunRef run, Boundary boundary, String step) {
      if (at.equals(new Place(boundary, step))) {
        kill(ProcessHandle.current().pid());
      }
    }
  }

  private static void kill(long pid) {
    try {
      new ProcessBuilder("/bin/kill", "-KILL", Long.toString(pid)).inheritIO().start();
    } catch (IOException e) {
      throw new IllegalStateException("cannot run /bin/kill", e);
    }
    // Nothing more happens on this thread, however long the signal takes.
    while (true) {
      LockSupport.park();
    }
  }
}
