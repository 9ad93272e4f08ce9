package dev.upkeep.dbcampaign;

import dev.upkeep.chassis.run.RunObserver;
import dev.upkeep.chassis.test.KillAtBoundary;
import dev.upkeep.chassis.test.Place;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** What a worker of the campaign does when its run passes a boundary. */
final class Observers {

  private Observers() {}

  /** Nothing. */
  @Configuration(proxyBeanMethods = false)
  static class Unwatched {
    @Bean
    RunObserver observer() {
      return RunObserver.none();
    }
  }

  /** Notes it. */
  @Configuration(proxyBeanMethods = false)
  static class Watching {
    static final List<Place> PASSED = new CopyOnWriteArrayList<>();

    @Bean
    RunObserver observer() {
      return (run, boundary, step) -> PASSED.add(Place.of(boundary, step));
    }
  }

  /** Ends the server that it works on, where it was told to; for workers of this process. */
  @Configuration(proxyBeanMethods = false)
  static class EndingServer {
    static final AtomicReference<RunObserver> KILLER = new AtomicReference<>(RunObserver.none());

    @Bean
    RunObserver observer() {
      return KILLER.get();
    }
  }

  /** Dies where it was told to. */
  @Configuration(proxyBeanMethods = false)
  @Import(KillAtBoundary.class)
  static class Killing {}
}
