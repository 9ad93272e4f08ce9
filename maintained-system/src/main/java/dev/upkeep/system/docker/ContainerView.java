package dev.upkeep.system.docker;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/**
 * A container as the engine sees it.
 *
 * @param id its whole identifier
 * @param name without the leading slash
 * @param state as the engine calls it: {@code running}, {@code exited}, {@code paused} …
 * @param addresses its address in each network that gives it one, by the network's name
 * @param sharesHost whether it has the engine's own network and so no address of its own
 */
public record ContainerView(
    String id, String name, String state, Map<String, String> addresses, boolean sharesHost) {

  public ContainerView {
    addresses = Collections.unmodifiableMap(new TreeMap<>(addresses));
  }

  /** Whether its processes go on. */
  public boolean isRunning() {
    return state.equals("running");
  }
}
