package dev.upkeep.chassis.run;

import dev.upkeep.chassis.run.TaskRun.CancelRequest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The runs in this worker's hands. */
final class HeldRuns {
  private final Map<UUID, HeldRun> byId = new ConcurrentHashMap<>();

  void add(HeldRun held) {
    byId.put(held.id(), held);
  }

  void drop(HeldRun held) {
    byId.remove(held.id(), held);
  }

  List<HeldRun> all() {
    return List.copyOf(byId.values());
  }

  int size() {
    return byId.size();
  }

  /** Somebody wants a run stopped; that it is not here is fine. */
  void cancel(UUID run, CancelRequest request) {
    Optional.ofNullable(byId.get(run)).ifPresent(held -> held.ask(new Stop.Cancelled(request)));
  }
}
