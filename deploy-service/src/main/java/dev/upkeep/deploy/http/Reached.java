package dev.upkeep.deploy.http;

import dev.upkeep.system.MaintainedSystem;
import dev.upkeep.system.database.ContainerUrl;
import dev.upkeep.system.database.TargetProblem;
import dev.upkeep.system.docker.ContainerAddress;
import dev.upkeep.system.docker.ContainerReference;
import java.net.URI;
import java.util.Optional;

/** Where a page is asked for at this moment. */
public final class Reached {

  private static final int HTTP = 80;
  private static final int HTTPS = 443;

  private Reached() {}

  /**
   * The address, with the container's own in the place that is left to it.
   *
   * @param label who is asked, in messages
   * @throws TargetProblem when the container is not there, not running, or does not listen
   */
  public static URI at(MaintainedSystem system, String label, ContainerReference container, URI url)
      throws TargetProblem {
    if (!ContainerAddress.PLACEHOLDER.equals(url.getHost())) {
      return url;
    }
    int usualPort = "https".equals(url.getScheme()) ? HTTPS : HTTP;
    return URI.create(
        ContainerUrl.of(system, label, Optional.of(container), url.toString(), usualPort));
  }
}
