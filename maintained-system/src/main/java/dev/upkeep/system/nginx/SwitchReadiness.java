package dev.upkeep.system.nginx;

import dev.upkeep.system.Colour;
import dev.upkeep.system.NginxComponent;
import dev.upkeep.system.NginxComponent.Service;
import dev.upkeep.system.docker.ContainerDefinition;
import dev.upkeep.system.nginx.NginxConfiguration.Directive;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Whether an NGINX sends a service's requests to the colour that its flags say, with no reload. A
 * look at the configuration in effect; that it is really so is proven by answers.
 *
 * @param missing what is wanting, each in one sentence; nothing if it is ready
 */
public record SwitchReadiness(List<String> missing) {

  public SwitchReadiness {
    missing = List.copyOf(missing);
  }

  public boolean isReady() {
    return missing.isEmpty();
  }

  /**
   * Looks.
   *
   * @param effective what {@code nginx -T} prints
   * @param container NGINX's own
   */
  public static SwitchReadiness of(
      NginxComponent nginx, Service service, String effective, ContainerDefinition container) {
    List<String> missing = new ArrayList<>(mount(nginx, container).toList());
    missing.addAll(of(nginx, service, effective));
    return new SwitchReadiness(missing);
  }

  private static Stream<String> mount(NginxComponent nginx, ContainerDefinition container) {
    boolean seen =
        container.mounts().stream()
            .anyMatch(
                mount ->
                    mount.source().equals(nginx.switchFolder().toString())
                        && mount.destination().equals(nginx.seenAs()));
    return seen
        ? Stream.empty()
        : Stream.of(
            "the container %s does not see the folder %s at %s"
                .formatted(container.name(), nginx.switchFolder(), nginx.seenAs()));
  }

  static List<String> of(NginxComponent nginx, Service service, String effective) {
    NginxConfiguration configuration = NginxConfiguration.of(effective);
    List<String> missing = new ArrayList<>();
    String flag = flag(nginx, service);
    List<String> chosen =
        configuration.all("if").stream()
            .filter(condition -> condition.arguments().equals("(-f " + flag + ")"))
            .flatMap(condition -> condition.inside().stream())
            .filter(inside -> inside.name().equals("set") && inside.words().size() == 3)
            .map(set -> set.words().get(1))
            .distinct()
            .toList();
    if (chosen.isEmpty()) {
      missing.add("nothing is set by 'if (-f %s)'".formatted(flag));
    } else if (Stream.of("proxy_pass", "set")
        .flatMap(name -> configuration.all(name).stream())
        .noneMatch(directive -> uses(directive, chosen))) {
      missing.add("no proxy_pass uses " + String.join(" or ", chosen));
    }
    for (Colour colour : Colour.values()) {
      String address = service.side(colour).address() + ":" + service.port();
      // In an upstream, or in the variable itself.
      boolean named =
          Stream.of("server", "set", "map")
              .flatMap(name -> configuration.all(name).stream())
              .anyMatch(
                  directive ->
                      Pattern.compile("(?<![0-9.])" + Pattern.quote(address) + "(?!\\d)")
                          .matcher(directive.arguments())
                          .find());
      if (!named) {
        missing.add("%s's address %s is nowhere in it".formatted(colour.word(), address));
      }
    }
    if (configuration.all("open_file_cache").stream()
        .anyMatch(cache -> !cache.arguments().equals("off"))) {
      missing.add("open_file_cache is on, so that a flag is seen late");
    }
    return missing;
  }

  private static boolean uses(Directive directive, List<String> variables) {
    String last = directive.words().getLast();
    return directive.words().size() > 1
        && variables.stream()
            .anyMatch(v -> last.contains(v) || last.contains("${" + v.substring(1) + "}"));
  }

  private static String flag(NginxComponent nginx, Service service) {
    return nginx.seenAs() + "/" + service.name() + ".green";
  }

  /** What makes an NGINX ready, to be put into its configuration by a person. */
  public static String snippet(NginxComponent nginx, Service service) {
    String name = service.name().replace('-', '_').toLowerCase(Locale.ROOT);
    return """
    # Within http: both colours. Each stands in for the other while that one is not there.
    upstream %1$s_blue { server %2$s:%4$d; server %3$s:%4$d backup; keepalive 32; }
    upstream %1$s_green { server %3$s:%4$d; server %2$s:%4$d backup; keepalive 32; }
    # Within server:
    set $live_%1$s %1$s_blue;
    if (-f %5$s) { set $live_%1$s %1$s_green; }
    # Within each location of the service:
    proxy_pass http://$live_%1$s;
    proxy_http_version 1.1;
    proxy_set_header Connection "";
    # And in the container: %6$s mounted read-only at %7$s
    """
        .formatted(
            name,
            service.blue().address(),
            service.green().address(),
            service.port(),
            flag(nginx, service),
            nginx.switchFolder(),
            nginx.seenAs());
  }
}
