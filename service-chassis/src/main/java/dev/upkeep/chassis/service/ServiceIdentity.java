package dev.upkeep.chassis.service;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Which service this is, and which instance of it.
 *
 * @param service the service's name, as in {@code db-maintenance-service}
 * @param instance this instance; by default the host's name and the process id
 */
@ConfigurationProperties("upkeep")
public record ServiceIdentity(@DefaultValue("") String service, @DefaultValue("") String instance) {
  public ServiceIdentity {
    if (!service.matches("[a-z][a-z0-9-]{0,49}")) {
      throw new IllegalArgumentException(
          "upkeep.service is '%s': set it to the service's name in lower-case letters, digits and"
                  .formatted(service)
              + " hyphens, as in db-maintenance-service");
    }
    instance = instance.isBlank() ? hostAndProcess() : instance;
    if (instance.length() > 100) {
      throw new IllegalArgumentException(
          "upkeep.instance '%s' has more than 100 characters".formatted(instance));
    }
  }

  /** The CloudEvents {@code source} of what this service says. */
  public URI source() {
    return URI.create("/upkeep/" + service);
  }

  private static String hostAndProcess() {
    return hostName() + ":" + ProcessHandle.current().pid();
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException nameless) {
      return "localhost";
    }
  }
}
