package dev.upkeep.system;

import java.net.URI;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The NGINX that people's requests come through, with the services behind it that have two colours.
 * Which of them is live is said by files in a folder, for which NGINX looks with each request: a
 * switch needs no reload, which would reset connections.
 *
 * @param name unique within the system
 * @param container its container's name
 * @param listeners where requests come in; a switch is proven on each of them
 * @param switchFolder the folder of the flags on this worker's machine
 * @param seenAs the same folder as NGINX sees it
 * @param services what is behind it, by name, in the order of the file
 */
public record NginxComponent(
    String name,
    String container,
    List<Listener> listeners,
    Path switchFolder,
    String seenAs,
    Map<String, Service> services)
    implements Component {

  /** The kind as files write it. */
  public static final String KIND = "nginx";

  public NginxComponent {
    listeners = List.copyOf(listeners);
    services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
    if (listeners.isEmpty() || services.isEmpty()) {
      throw new IllegalArgumentException("nothing comes in or goes out of " + name);
    }
  }

  /**
   * Where requests come in.
   *
   * @param url {@code http://host:port} or {@code https://…}: where it is connected to
   * @param host the name that is asked for and that the certificate must be for; the address's host
   *     if there is none
   * @param tlsCa certificates (PEM) that its certificate is checked with; what Java trusts if there
   *     is none
   */
  public record Listener(URI url, Optional<String> host, Optional<Path> tlsCa) {
    /** What is asked for. */
    public String hostName() {
      return host.orElse(url.getHost());
    }

    @Override
    public String toString() {
      return url + host.map(name -> " (" + name + ")").orElse("");
    }
  }

  /**
   * A service with two colours.
   *
   * @param network the Docker network in which both have their addresses
   * @param port that both listen on
   * @param probe a path that any listener hands to the live colour, whose answer says which colour
   *     it is
   * @param health a path that each colour answers itself, with a status from 200 to 299 if it is
   *     fit to serve
   * @param warmUp paths that a colour is asked for before people come to it
   * @param background how its scheduled jobs and queue consumers are switched, if they can be
   */
  public record Service(
      String name,
      Side blue,
      Side green,
      String network,
      int port,
      String probe,
      String health,
      List<String> warmUp,
      Optional<Background> background) {
    public Service {
      warmUp = List.copyOf(warmUp);
    }

    public Side side(Colour colour) {
      return switch (colour) {
        case BLUE -> blue;
        case GREEN -> green;
      };
    }
  }

  /**
   * One colour's place.
   *
   * @param container its container's name
   * @param address its fixed address of version 4, which NGINX's configuration names
   * @param environment by what it knows which colour it is; nothing secret
   */
  public record Side(String container, String address, Map<String, String> environment) {
    public Side {
      environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    }
  }

  /** How a colour's scheduled jobs and queue consumers are switched on and off. */
  public sealed interface Background {

    /** There are none, so that two colours may run side by side. */
    record None() implements Background {}

    /** By a request to the colour itself. */
    record Post(String path, String on, String off) implements Background {}

    /** By a command in its container, as a list of arguments. */
    record Command(List<String> on, List<String> off) implements Background {
      public Command {
        on = List.copyOf(on);
        off = List.copyOf(off);
      }
    }
  }

  @Override
  public String kind() {
    return KIND;
  }
}
