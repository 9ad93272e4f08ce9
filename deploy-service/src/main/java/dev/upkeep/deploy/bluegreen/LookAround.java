package dev.upkeep.deploy.bluegreen;

import dev.upkeep.chassis.task.LookingStep;
import dev.upkeep.chassis.task.StepContext;
import dev.upkeep.chassis.task.StepOutcome;
import dev.upkeep.events.Evidence;
import dev.upkeep.system.Colour;
import dev.upkeep.system.NginxComponent.Side;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerChanges.CommandEnd;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.docker.EngineProblem;
import dev.upkeep.system.docker.ImageDigest;
import dev.upkeep.system.nginx.Answer;
import dev.upkeep.system.nginx.SwitchReadiness;
import java.util.List;
import java.util.Optional;

/**
 * Sees which colour is live and whether the other can take over from it without anybody noticing;
 * refuses where it cannot, and says what it would cost.
 */
final class LookAround implements LookingStep {

  private static final int PROBES = 5;

  private final Places places;
  private final WantedImage wanted;

  LookAround(Places places, WantedImage wanted) {
    this.places = places;
    this.wanted = wanted;
  }

  @Override
  public String name() {
    return "look-around";
  }

  @Override
  public StepOutcome run(StepContext context) throws Exception {
    try (Place place = places.of(context)) {
      Rollout rollout = look(context, place);
      rollout.remember(context);
      return StepOutcome.done(
          Evidence.of("live", rollout.old().word())
              .with("image", rollout.image())
              .with("jobs", jobs(place)));
    } catch (TargetProblem problem) {
      return problem.asOutcome();
    }
  }

  private Rollout look(StepContext context, Place place) throws TargetProblem, EngineProblem {
    Optional<String> problem = place.flags().problem();
    if (problem.isPresent()) {
      throw TargetProblem.lasting(
          problem.get() + ".", "Make it, writable by this service and readable by NGINX's user");
    }
    Colour old = place.live();
    ContainerDefinition live = running(place, old);
    twoCanRunBesideEachOther(place, old, live);
    ImageDigest image = wanted.of(context, place, live);
    nginxIsReady(place, live);
    Optional<ContainerDefinition> other = place.container(old.other());
    boolean reused =
        wanted.keepsWhatIsThere()
            && other.isPresent()
            && place.engine().imageId(image.toString()).equals(other.map(c -> c.imageId()));
    return new Rollout(
        old,
        place.engine().digestOf(live.imageId()).orElse(live.imageId()),
        live.imageId(),
        image.toString(),
        reused,
        reused && other.orElseThrow().state().isRunning(),
        live.restartPolicy(),
        live.stopSeconds(),
        usual(place, old));
  }

  private static ContainerDefinition running(Place place, Colour old)
      throws TargetProblem, EngineProblem {
    Side side = place.service().side(old);
    Optional<ContainerDefinition> live = place.container(old);
    if (live.isEmpty() || !live.get().state().isRunning()) {
      throw TargetProblem.lasting(
          "Requests go to %s, but its container %s %s."
              .formatted(
                  old.word(),
                  side.container(),
                  live.map(c -> "does not run: " + c.state().words()).orElse("is not there")),
          "Start it, or correct the system file");
    }
    String address = live.get().addresses().getOrDefault(place.service().network(), "");
    if (!address.equals(side.address())) {
      throw TargetProblem.lasting(
          "%s has the address '%s' in the network %s, and not %s as the system file says."
              .formatted(side.container(), address, place.service().network(), side.address()),
          "Give it that address in the Compose file ('ipv4_address'), or correct the system file");
    }
    return live.get();
  }

  private static void twoCanRunBesideEachOther(Place place, Colour old, ContainerDefinition live)
      throws TargetProblem {
    if (live.sharesANetwork()) {
      throw refused(live, live.name() + " shares another one's network.", "Give it a network");
    }
    if (!live.publishedPorts().isEmpty()) {
      throw refused(
          live,
          "%s publishes the ports %s of the machine, which %s cannot publish too."
              .formatted(live.name(), live.publishedPorts(), place.containerName(old.other())),
          "Remove 'ports' from the Compose file: NGINX reaches it by its address");
    }
  }

  private static void nginxIsReady(Place place, ContainerDefinition live)
      throws TargetProblem, EngineProblem {
    String nginx = place.nginx().container();
    Optional<ContainerDefinition> container = place.engine().definition(nginx);
    if (container.isEmpty() || !container.get().state().isRunning()) {
      throw TargetProblem.passing("The container " + nginx + " does not run.", "Start it");
    }
    CommandEnd effective = place.engine().run(nginx, List.of("nginx", "-T"));
    if (effective.code() != 0) {
      throw TargetProblem.lasting(
          "NGINX in %s finds its own configuration bad, or cannot print it.".formatted(nginx),
          "See what it says: docker exec %s nginx -t".formatted(nginx));
    }
    SwitchReadiness readiness =
        SwitchReadiness.of(place.nginx(), place.service(), effective.output(), container.get());
    if (!readiness.isReady()) {
      throw refused(
          live,
          "NGINX cannot be switched without a reload: %s."
              .formatted(String.join("; ", readiness.missing())),
          "Put this into its configuration, and reload it once:\n"
              + SwitchReadiness.snippet(place.nginx(), place.service()));
    }
  }

  private static TargetProblem refused(ContainerDefinition live, String why, String remedy) {
    return TargetProblem.lasting(
        "%s As it is, %s could only be stopped and started anew: nothing would answer for up to %d s until it has stopped, and then until the new one is healthy."
            .formatted(why, live.name(), live.stopSeconds()),
        remedy);
  }

  /** The time of an answer in microseconds, the median of a few on each listener. */
  private static long usual(Place place, Colour old) throws TargetProblem {
    var all = new java.util.ArrayList<Long>();
    for (int i = 0; i < PROBES; i++) {
      for (var answer : place.door().ask(place.service().probe()).entrySet()) {
        if (!answer.getValue().isGood()
            || !answer.getValue().colour().equals(Optional.of(old))
            || !(answer.getValue() instanceof Answer.Said said)) {
          throw TargetProblem.passing(
              "%s answers %s to %s, and not as %s, which is live."
                  .formatted(
                      answer.getKey(),
                      answer.getValue().words(),
                      place.service().probe(),
                      old.word()),
              "Look into NGINX's error log; NGINX's user must be able to look into "
                  + place.nginx().switchFolder());
        }
        all.add(said.took().toNanos() / 1000);
      }
    }
    return all.stream().sorted().toList().get(all.size() / 2);
  }

  private static String jobs(Place place) {
    return place
        .service()
        .background()
        .map(
            how ->
                how instanceof dev.upkeep.system.NginxComponent.Background.None
                    ? "there are none"
                    : "they are moved")
        .orElse("they run in both colours while both run, since nothing says how to switch them");
  }
}
