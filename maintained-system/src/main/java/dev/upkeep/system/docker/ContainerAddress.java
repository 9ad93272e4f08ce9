package dev.upkeep.system.docker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Under which address a port of a container is reached from here, though it is not published: each
 * of the container's networks is tried, since a worker in a container of its own shares only some.
 */
public sealed interface ContainerAddress {

  /** The host that is written in a component's address where a container's stands for it. */
  String PLACEHOLDER = "container";

  /**
   * It was reached.
   *
   * @param host an address, one of version 6 in brackets
   */
  record Found(String host) implements ContainerAddress {}

  /**
   * It was not.
   *
   * @param why in words for an operator
   * @param passes whether it may be otherwise in a while
   */
  record NotFound(String why, String remedy, boolean passes) implements ContainerAddress {}

  /** Looks for it. */
  static ContainerAddress of(URI engine, ContainerReference reference, int port) {
    try (DockerEngine docker = DockerEngine.at(engine)) {
      List<ContainerView> containers = docker.containers(reference.which());
      if (containers.isEmpty()) {
        return new NotFound(
            "There is no such container at %s: %s".formatted(engine, reference.which()),
            "Compare 'container' in the system file with what 'docker ps --all' lists",
            false);
      }
      List<ContainerView> running = containers.stream().filter(ContainerView::isRunning).toList();
      if (running.size() > 1) {
        return new NotFound(
            "%s has %d containers".formatted(capital(reference.which()), running.size()),
            "Name one of them by 'container' in the system file",
            false);
      }
      return running.isEmpty()
          ? new NotFound(
              "%s is not running but %s"
                  .formatted(capital(reference.which()), containers.getFirst().state()),
              "Start it: docker start " + containers.getFirst().name(),
              true)
          : in(docker, running.getFirst(), reference, port);
    } catch (EngineProblem problem) {
      return new NotFound(problem.why(), problem.remedy(), true);
    }
  }

  private static ContainerAddress in(
      DockerEngine docker, ContainerView container, ContainerReference reference, int port) {
    Map<String, String> addresses = new TreeMap<>(container.addresses());
    if (container.sharesHost()) {
      addresses.put("host", docker.host());
    }
    reference.network().ifPresent(only -> addresses.keySet().retainAll(List.of(only)));
    for (String address : addresses.values()) {
      if (answers(address, port)) {
        return new Found(address);
      }
    }
    return new NotFound(
        "Port %d of the container %s answers in none of its networks (%s)"
            .formatted(
                port,
                container.name(),
                addresses.isEmpty() ? "it has no address" : String.join(", ", addresses.keySet())),
        "Look whether its server listens there; a worker in a container has to be in one of these"
            + " networks: docker network connect NETWORK WORKER",
        true);
  }

  private static boolean answers(String address, int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), (int) Duration.ofSeconds(3).toMillis());
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  private static String capital(ContainerReference.Which which) {
    String words = which.toString();
    return Character.toUpperCase(words.charAt(0)) + words.substring(1);
  }
}
