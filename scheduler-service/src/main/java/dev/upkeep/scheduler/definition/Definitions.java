package dev.upkeep.scheduler.definition;

import dev.upkeep.scheduler.SchedulerSettings;
import dev.upkeep.scheduler.catalogue.Catalogue;
import dev.upkeep.scheduler.runbook.Configuration;
import dev.upkeep.scheduler.runbook.ConfigurationDifference;
import dev.upkeep.system.yaml.FileProblem;
import dev.upkeep.system.yaml.FolderState;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** The systems and runbooks in force. Whoever needs to know of a change says so once. */
@Component
public class Definitions {

  private static final Logger log = LoggerFactory.getLogger(Definitions.class);

  private final SchedulerSettings settings;
  private final Catalogue catalogue;
  private final List<Runnable> listeners = new ArrayList<>();

  private volatile Configuration inForce = Configuration.none();
  private List<FolderState> seen = List.of();
  private Set<String> kindsSeen = Set.of();

  Definitions(SchedulerSettings settings, Catalogue catalogue) {
    this.settings = settings;
    this.catalogue = catalogue;
    look();
  }

  public Configuration inForce() {
    return inForce;
  }

  /** Calls the listener after every change; to be said before the service starts. */
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  /** Reads the files again if they, or the tasks that exist, have changed. */
  final synchronized void look() {
    if (!inForce.problems().isEmpty()) {
      // A task that was unknown may have been announced to another instance of the scheduler.
      catalogue.refresh();
    }
    List<FolderState> now =
        List.of(
            FolderState.of(settings.systemsFolder()), FolderState.of(settings.runbooksFolder()));
    Set<String> kinds = catalogue.kinds();
    if (now.equals(seen) && kinds.equals(kindsSeen)) {
      return;
    }
    Configuration before = inForce;
    Configuration after =
        before.reread(settings.systemsFolder(), settings.runbooksFolder(), catalogue);
    tell(before, after);
    inForce = after;
    listeners.forEach(Runnable::run);
    // Last, so that a listener that failed is called again with the next look.
    seen = now;
    kindsSeen = kinds;
  }

  private static void tell(Configuration before, Configuration after) {
    ConfigurationDifference difference = after.since(before);
    if (!difference.isEmpty()) {
      log.info("Systems and runbooks in force have changed:\n{}", difference);
    }
    if (!after.problems().equals(before.problems())) {
      for (FileProblem problem : after.problems()) {
        log.error("{} The last good version stays in force, where there is one.", problem);
      }
      if (after.problems().isEmpty()) {
        log.info("All system and runbook files are good again");
      }
    }
  }
}
