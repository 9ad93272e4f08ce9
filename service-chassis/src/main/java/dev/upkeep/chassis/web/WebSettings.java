package dev.upkeep.chassis.web;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The service's HTTP API.
 *
 * @param address where it listens; only this machine unless told otherwise
 * @param port 0 for any that is free
 * @param tokenFile holds the local operator's token; made at first start, readable by its owner
 *     only
 * @param tokensFile holds what is kept of further tokens, with their roles; readable by its owner
 *     only
 * @param endpointFile where the base URL is written while the service listens
 * @param operator the name under which the holder of the token is recorded; by default the user
 *     this runs as
 */
@ConfigurationProperties("upkeep.web")
public record WebSettings(
    @DefaultValue("127.0.0.1") String address,
    @DefaultValue("0") int port,
    @Nullable Path tokenFile,
    @Nullable Path tokensFile,
    @Nullable Path endpointFile,
    @DefaultValue("") String operator) {
  public WebSettings {
    if (tokenFile == null) {
      throw new IllegalArgumentException(
          "upkeep.web.token-file is not set: name a file; it is made with a new token if it is not"
              + " there");
    }
    operator = operator.isBlank() ? System.getProperty("user.name", "local operator") : operator;
  }

  Path requiredTokenFile() {
    if (tokenFile == null) {
      throw new IllegalStateException("the constructor lets no null through");
    }
    return tokenFile;
  }
}
