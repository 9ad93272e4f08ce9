package dev.upkeep.system.database;

import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.docker.ContainerAddress;
import dev.upkeep.system.docker.ContainerReference;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Matcher;

/** Puts a container's address where a component's own address leaves the place to it. */
public final class ContainerUrl {

  private static final String PLACE = "//" + ContainerAddress.PLACEHOLDER + "(?=[:/]|$)";

  private ContainerUrl() {}

  /**
   * The address under which a server is reached now; a container that was made anew has another
   * one, so nobody keeps it for longer than a step.
   *
   * @param label who the component is in messages
   * @param url of the component, with {@link ContainerAddress#PLACEHOLDER} as its host
   * @param usualPort when the address names none
   * @return the same address where there is no container
   * @throws TargetProblem when the container is not there, not running, or not reached
   */
  public static String of(
      MaintainedSystem system,
      String label,
      Optional<ContainerReference> container,
      String url,
      int usualPort)
      throws TargetProblem {
    if (container.isEmpty()) {
      return url;
    }
    int port = URI.create(url.replaceFirst("^jdbc:", "")).getPort();
    return switch (ContainerAddress.of(
        system.docker(), container.get(), port < 0 ? usualPort : port)) {
      case ContainerAddress.Found found ->
          url.replaceFirst(PLACE, Matcher.quoteReplacement("//" + found.host()));
      case ContainerAddress.NotFound missing -> {
        String reason = "%s is not reached: %s.".formatted(label, missing.why());
        throw missing.passes()
            ? TargetProblem.passing(reason, missing.remedy())
            : TargetProblem.lasting(reason, missing.remedy());
      }
    };
  }
}
